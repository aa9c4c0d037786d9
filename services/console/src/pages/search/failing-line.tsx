import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { Failing } from '../../api/failures.ts';
import { Bar } from '../../parts/bar.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago, DayAndClock } from '../../parts/moment.tsx';
import { SessionWords } from '../../parts/session-words.tsx';
import { counted, numberText, shareText } from '../../words/quantity.ts';
import { titleOf } from '../../words/session-words.ts';
import styles from './failures-page.module.css';

const peopleMax = 4;

/** What failed, how often out of how many runs, whose it was; opened, the newest examples. */
export function FailingLine(props: { line: Failing; most: number; open: boolean; onToggle: () => void }) {
  const { line, most, open, onToggle } = props;
  const id = useId();
  return (
    <li className={styles.line} data-open={open}>
      <button type="button" className={styles.row} aria-expanded={open} aria-controls={id} onClick={onToggle} data-row>
        <span className={styles.sign}>
          <Icon name="right" size={14} />
        </span>
        <span className={styles.what}>
          <code className={styles.label}>{line.label}</code>
          <span className={styles.people}>{peopleText(line)}</span>
        </span>
        <span className={styles.count}>
          <span>
            <strong>{numberText(line.failures)}</strong>
            {line.runs > 0 && (
              <span className={styles.quiet}>
                {' '}
                of {counted(line.runs, 'run')}, {shareText(line.failures / line.runs)}
              </span>
            )}
          </span>
          <Bar share={line.failures / most} tone="bad" />
        </span>
        <span className={styles.number}>
          {numberText(line.sessions)}
          <span className={styles.unit}> {line.sessions === 1 ? 'session' : 'sessions'}</span>
        </span>
        <span className={styles.last}>{line.lastAt !== null && <Ago time={line.lastAt} />}</span>
      </button>
      {open && (
        <div id={id} className={styles.examples}>
          <h3>The newest {line.examples.length === 1 ? 'example' : `${line.examples.length} examples`}</h3>
          <ul>
            {line.examples.map((example) => (
              <li key={`${example.session.session} ${example.call}`}>
                <Link
                  to="/sessions/$session"
                  params={{ session: example.session.session }}
                  search={{ at: example.position, entry: example.call } as never}
                  className={styles.example}
                  data-row
                >
                  <span className={styles.exampleTitle}>{titleOf(example.session)}</span>
                  <span className={styles.last}>{example.at !== null && <DayAndClock time={example.at} />}</span>
                  <SessionWords session={example.session} />
                  {example.error && (
                    <code className={styles.error}>
                      <span>{example.error}</span>
                    </code>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </li>
  );
}

function peopleText({ actors }: Failing): string {
  const named = actors.slice(0, peopleMax).map(({ actor, failures }) => `${actor ?? 'nobody known'} ${failures}`);
  const left = actors.length - named.length;
  return left > 0 ? `${named.join(', ')} and ${counted(left, 'other')}` : named.join(', ');
}
