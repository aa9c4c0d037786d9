import { useMemo } from 'react';
import type { CallEntry, MessageEntry, PlanEntry, TurnEntry } from '../../api/shapes.ts';
import { OutcomeSign, OutcomeWord } from '../../parts/badge.tsx';
import { LongText } from '../../parts/long-text.tsx';
import { Ago, Clock } from '../../parts/moment.tsx';
import { isProblem, type Lines } from './lines.ts';
import styles from './overview.module.css';
import { planOf } from './plan.ts';
import { PlanItems } from './plan-items.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';
import { summaryOf } from './summary.ts';

const problemsShown = 8;

/** What one would ask first: what was wanted, what came of it, what is planned and what went wrong. */
export function Overview({ lines, onChange }: { lines: Lines; onChange: ChangeSearch }) {
  const plan = useMemo(
    () => planOf(lines.all.flatMap(({ entry }) => (entry.type === 'plan' ? [entry as PlanEntry] : []))),
    [lines],
  );
  const problems = useMemo(
    () => lines.all.flatMap(({ entry }) => (entry.type === 'call' && isProblem(entry) ? [entry] : [])).reverse(),
    [lines],
  );
  const first = useMemo(() => firstTurn(lines), [lines]);
  const last = useMemo(() => lastMessage(lines), [lines]);
  return (
    <>
      {first !== undefined && first.prompt !== null && (
        <Section title="First prompt">
          <LongText text={first.prompt} label="First prompt" prose brief />
        </Section>
      )}
      {last !== undefined && last.text !== null && (
        <Section title="Last message" aside={<Ago time={last.at} />}>
          <LongText text={last.text} label="Last message" prose brief />
        </Section>
      )}
      {plan.length > 0 && (
        <Section title="Plan" aside={`${plan.filter(({ status }) => status === 'done').length} of ${plan.length} done`}>
          <PlanItems items={plan} />
        </Section>
      )}
      {problems.length > 0 && (
        <Section
          title="Problems"
          aside={problems.length > problemsShown ? `the last ${problemsShown} of ${problems.length}` : undefined}
        >
          <ul className={styles.problems}>
            {problems.slice(0, problemsShown).map((call) => (
              <li key={call.id}>
                <Problem call={call} onSelect={() => onChange({ entry: call.id })} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Problem({ call, onSelect }: { call: CallEntry; onSelect: () => void }) {
  const at = call.at ?? call.endedAt;
  return (
    <button type="button" className={styles.problem} onClick={onSelect}>
      <OutcomeSign outcome={call.outcome} />
      <span className={styles.tool}>{call.tool}</span>
      <code className={styles.about}>{summaryOf(call)}</code>
      <OutcomeWord outcome={call.outcome} />
      {at !== null && (
        <span className={styles.time}>
          <Clock time={at} />
        </span>
      )}
    </button>
  );
}

function firstTurn(lines: Lines): TurnEntry | undefined {
  const line = lines.all.find(({ entry }) => entry.type === 'turn');
  return line?.entry as TurnEntry | undefined;
}

/** What the main agent said last. */
function lastMessage(lines: Lines): MessageEntry | undefined {
  const line = lines.all.findLast(
    ({ entry, lane }) => entry.type === 'message' && entry.role === 'assistant' && entry.text !== null && lane === null,
  );
  return line?.entry as MessageEntry | undefined;
}
