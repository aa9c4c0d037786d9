import { Link } from '@tanstack/react-router';
import type { JunkFinding, JunkWhy, useJunkReport } from '../../../api/memory-reports.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Figure, Figures } from '../../../parts/figures.tsx';
import { FailureNotice } from '../../../parts/notice.tsx';
import { Part } from '../../../parts/page.tsx';
import { Unknown } from '../../../parts/unknown.tsx';
import { titleText } from '../../../words/memory-words.ts';
import { counted, numberText, shareText } from '../../../words/quantity.ts';
import { ActionButtons } from '../decide/action-bar.tsx';
import { actions } from '../decide/actions.ts';
import type { Deciding } from '../decide/use-deciding.ts';
import { KindSign } from '../kind-sign.tsx';
import { Statement } from '../statement.tsx';
import styles from './audit.module.css';

const whys: readonly { readonly why: JunkWhy; readonly title: string; readonly about: string }[] = [
  { why: 'exact-duplicate', title: 'Exact duplicates', about: 'They say what another one says, word by word.' },
  { why: 'near-duplicate', title: 'Near duplicates', about: 'They say nearly what another one says.' },
  { why: 'self-echo', title: 'Echoes', about: 'They hold words that agents were told from memory.' },
  { why: 'ephemeral', title: 'Of the moment', about: 'They speak of what was true for one session only.' },
  { why: 'no-evidence', title: 'Without evidence', about: 'No event of the log stands behind them.' },
];

/** What should not be among the active memories. */
export function Junk(props: { report: ReturnType<typeof useJunkReport>; deciding: Deciding }) {
  const { report, deciding } = props;
  if (report.error) return <FailureNotice error={report.error} onRetry={() => void report.refetch()} />;
  const { data } = report;
  const byWhy = Map.groupBy(data?.findings ?? [], ({ why }) => why);
  return (
    <>
      <div className={styles.sums}>
        <Figures>
          <Figure
            name="Junk"
            about={data && `${numberText(data.junk)} of ${counted(data.active, 'active memory', 'active memories')}`}
          >
            {data && (data.active === 0 ? <Unknown why="nothing is active" /> : shareText(data.share))}
          </Figure>
          {whys.map(({ why, title }) => (
            <Figure key={why} name={title}>
              {data && numberText(byWhy.get(why)?.length ?? 0)}
            </Figure>
          ))}
        </Figures>
      </div>
      {report.isPending && <Bones label="Looking for junk" inset={false} />}
      {whys.map(({ why, title, about }) => {
        const findings = byWhy.get(why) ?? [];
        return (
          findings.length > 0 && (
            <Part key={why} title={title} about={about}>
              <ul className={styles.findings}>
                {findings.map((finding) => (
                  <Finding key={finding.memory.id} finding={finding} deciding={deciding} />
                ))}
              </ul>
            </Part>
          )
        );
      })}
    </>
  );
}

function Finding({ finding, deciding }: { finding: JunkFinding; deciding: Deciding }) {
  const { memory, of, likeness } = finding;
  const word = deciding.wordFor(memory);
  return (
    <li className={styles.finding} data-decided={word !== undefined}>
      <KindSign kind={memory.kind} />
      <div className={styles.what}>
        <Link to="/memory/$memory" params={{ memory: memory.id }} className={styles.title} data-row>
          {titleText(memory.title)}
        </Link>
        <p className={styles.quiet}>
          <Statement text={memory.statement} />
        </p>
        {of && (
          <p className={styles.quiet}>
            {likeness === undefined ? 'The same as ' : `${shareText(likeness)} like `}
            <Link to="/memory/$memory" params={{ memory: of.id }}>
              {titleText(of.title)}
            </Link>
          </p>
        )}
      </div>
      {word ? (
        <span className={styles.word}>{word}</span>
      ) : (
        <ActionButtons
          label={`Decide about ${titleText(memory.title)}`}
          keys={false}
          actions={of ? [actions.merge, actions.retire] : [actions.retire]}
          onAct={({ name }) =>
            deciding.decide([memory], name === 'merge' && of ? { action: 'merge', into: of.id } : { action: 'retire' })
          }
        />
      )}
    </li>
  );
}
