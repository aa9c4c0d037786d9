import { useMemo } from 'react';
import type { AgentBrief, CallBrief } from '../../api/outline-columns.ts';
import { OutcomeSign, OutcomeWord } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Clock } from '../../parts/moment.tsx';
import { durationText } from '../../words/quantity.ts';
import type { Course } from './course/course.ts';
import { agentName } from './lines.ts';
import { factsAt } from './moment-facts.ts';
import styles from './overview.module.css';
import { PlanItems } from './plan-items.tsx';
import { Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';

/** What one would ask first, as of a moment: what was wanted, what goes on, what is planned, what went wrong. */
export function Overview(props: { course: Course; moment: number | undefined; over: boolean; onChange: ChangeSearch }) {
  const { course, moment, over, onChange } = props;
  const shown = moment ?? course.length - 1;
  const facts = useMemo(() => factsAt(course, shown, over && moment === undefined), [course, shown, moment, over]);
  const { turn, said, plan, going, agents, problems, problemCount } = facts;
  const select = (entry: string) => () => onChange({ entry });
  const timeOf = (event: number) => <Clock time={new Date(course.atMs[event] ?? 0).toISOString()} />;
  const first = course.turns[0];
  return (
    <>
      {going.length + agents.length > 0 && (
        <Section title={moment === undefined ? 'Running now' : 'Running then'}>
          <ul className={styles.rows}>
            {agents.map((agent) => (
              <li key={agent.id}>
                <GoingAgent agent={agent} sinceMs={since(course, shown, agent.start)} onSelect={select(agent.id)} />
              </li>
            ))}
            {going.map((call) => (
              <li key={call.id}>
                <Going call={call} sinceMs={since(course, shown, call.start)} onSelect={select(call.id)} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {turn !== undefined && (
        <Section title={`Prompt of turn ${turn.number}`} aside={timeOf(turn.start)}>
          <p className={styles.words}>{turn.words || 'It was not seen.'}</p>
          <p className={styles.more}>
            <LinkButton onClick={select(turn.id)}>Read it</LinkButton>
            {first !== undefined && first !== turn && <LinkButton onClick={select(first.id)}>First prompt</LinkButton>}
          </p>
        </Section>
      )}
      {said !== undefined && (
        <Section title="Said last" aside={timeOf(said.start)}>
          <p className={styles.words}>{said.words}</p>
          <p className={styles.more}>
            <LinkButton onClick={select(said.id)}>Read it</LinkButton>
          </p>
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
          aside={problemCount > problems.length ? `the last ${problems.length} of ${problemCount}` : undefined}
        >
          <ul className={styles.rows}>
            {problems.map((call) => (
              <li key={call.id}>
                <button type="button" className={styles.row} onClick={select(call.id)}>
                  <OutcomeSign outcome={call.outcome} />
                  <span className={styles.tool}>{call.tool}</span>
                  <code className={styles.about}>{call.words}</code>
                  <OutcomeWord outcome={call.outcome} />
                  <span className={styles.time}>{timeOf(call.end)}</span>
                </button>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function since({ atMs }: Course, moment: number, start: number): number {
  return Math.max(0, (atMs[moment] ?? 0) - (atMs[start] ?? 0));
}

function Going({ call, sinceMs, onSelect }: { call: CallBrief; sinceMs: number; onSelect: () => void }) {
  return (
    <button type="button" className={styles.row} onClick={onSelect}>
      <OutcomeSign outcome="running" />
      <span className={styles.tool}>{call.tool}</span>
      <code className={styles.about}>{call.words}</code>
      <span className={styles.time}>{durationText(sinceMs)}</span>
    </button>
  );
}

function GoingAgent({ agent, sinceMs, onSelect }: { agent: AgentBrief; sinceMs: number; onSelect: () => void }) {
  return (
    <button type="button" className={styles.row} onClick={onSelect}>
      <OutcomeSign outcome="running" />
      <span className={styles.tool}>Agent {agentName(agent)}</span>
      <span className={styles.about}>{agent.words}</span>
      <span className={styles.time}>{durationText(sinceMs)}</span>
    </button>
  );
}
