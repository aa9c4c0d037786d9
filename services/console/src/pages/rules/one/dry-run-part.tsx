import { useState } from 'react';
import { type DryRun, useDryRun } from '../../../api/dry-run.ts';
import type { WholeRule } from '../../../api/rules.ts';
import { ActionButton } from '../../../parts/action-button.tsx';
import { Bones } from '../../../parts/bones.tsx';
import { Figure, Figures } from '../../../parts/figures.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Part } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { SinceField } from '../../../parts/since-field.tsx';
import { Unknown } from '../../../parts/unknown.tsx';
import { eventText } from '../../../words/event-words.ts';
import { costText, counted, durationText, numberText } from '../../../words/quantity.ts';
import { heldText } from '../../../words/rule-words.ts';
import { sinceOf } from '../../../words/since.ts';
import styles from './rule-page.module.css';

const usual = '7d';
const theBeginning = '1970-01-01T00:00:00Z';

/** What the rule as it is would have done with what happened. Nothing is done. */
export function DryRunPart(props: { rule: WholeRule; since: string | undefined; onSince: (since: string) => void }) {
  const { rule, since = usual, onSince } = props;
  const dryRun = useDryRun();
  const [asIfLive, setAsIfLive] = useState(false);
  const { text } = rule;
  return (
    <>
      <div className={styles.dryRun}>
        <SinceField since={since} usual={usual} onChange={onSince} />
        <label className={styles.imported}>
          <input type="checkbox" checked={asIfLive} onChange={({ target }) => setAsIfLive(target.checked)} />
          Imported history too
        </label>
        <ActionButton
          icon="play"
          disabled={text === null || dryRun.isPending}
          onClick={() =>
            dryRun.mutate({ name: rule.name, text: text!, since: sinceOf(since) ?? theBeginning, asIfLive })
          }
        >
          {dryRun.isPending ? 'Running' : 'Run it dry'}
        </ActionButton>
        <p className={rows.quiet}>It does nothing: it tells what it would have done.</p>
      </div>
      {dryRun.isPending && <Bones label="Running it over what happened" inset={false} />}
      {dryRun.error && <FailureNotice error={dryRun.error} />}
      {dryRun.data && <Found found={dryRun.data} />}
    </>
  );
}

function Found({ found }: { found: DryRun }) {
  const { firings, held, problems, pauses, costUsd, events, tookMs } = found;
  const notes = [...problems, ...pauses.map((why) => `It would have been paused: ${why}`)];
  return (
    <>
      <Figures>
        <Figure name="Would have fired">{numberText(found.found)}</Figure>
        <Figure name="Estimated cost" about={costUsd !== null && 'by what such work cost so far'}>
          {costUsd === null ? <Unknown why="no cost of such work is known" /> : costText(costUsd)}
        </Figure>
        <Figure name="Held back">{numberText(held.reduce((sum, { count }) => sum + count, 0))}</Figure>
        <Figure name="Events read" about={`in ${durationText(tookMs)}`}>
          {numberText(events)}
        </Figure>
      </Figures>
      {notes.length > 0 && (
        <p className={`${rows.note} ${styles.problems}`} data-tone="warn">
          {notes.join('\n')}
        </p>
      )}
      {held.length > 0 && (
        <Part title="Held back">
          <ul className={rows.rows}>
            {held.map(({ by, reason, count }) => (
              <li key={`${by} ${reason}`} className={styles.test}>
                <span className={rows.sign}>
                  <Icon name="barred" size={14} />
                </span>
                <span className={styles.name}>
                  {heldText(by)} <span className={rows.quiet}>{reason}</span>
                </span>
                <span className={rows.quiet}>{counted(count, 'time')}</span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {firings.length === 0 ? (
        <Notice icon="search" title="It would not have fired">
          <p>Nothing that happened since then matches it, or limits held it back.</p>
        </Notice>
      ) : (
        <Part
          title="What it would have done"
          about={
            found.found > firings.length && `The first ${numberText(firings.length)} of ${numberText(found.found)}.`
          }
        >
          <ol className={rows.rows} aria-label="Firings that would have been">
            {firings.map((one) => (
              <li key={one.firing} className={rows.row}>
                <Would one={one} />
              </li>
            ))}
          </ol>
        </Part>
      )}
    </>
  );
}

function Would({ one }: { one: DryRun['firings'][number] }) {
  const { key, time, session, position, would, costUsd, inputs } = one;
  const inside = (
    <>
      <span className={rows.sign}>
        <Icon name="rule" size={14} />
      </span>
      <span className={rows.title}>{key}</span>
      <span className={rows.end}>
        <DayAndClock time={time} />
      </span>
      {would.map((line) => (
        <span key={line} className={rows.text}>
          {line}
        </span>
      ))}
      <span className={rows.about}>
        {inputs.length > 0 && <span>{[...new Set(inputs.map(({ kind }) => eventText(kind)))].join(', ')}</span>}
        {inputs.length > 1 && <span>{counted(inputs.length, 'event')}</span>}
        {session && session !== key && <span>{session}</span>}
        {costUsd !== null && <span>about {costText(costUsd)}</span>}
      </span>
    </>
  );
  if (!session || session === '-') return <div className={rows.open}>{inside}</div>;
  return (
    <MomentLink session={session} position={position} className={rows.open} row>
      {inside}
    </MomentLink>
  );
}
