import { useMemo } from 'react';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Clock } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Table } from '../../parts/table.tsx';
import { durationText, numberText } from '../../words/quantity.ts';
import type { Course } from './course/course.ts';
import { isFailed, outcomeAt, standingAt } from './course/standing.ts';
import { agentName, depthOf, type Lines } from './lines.ts';
import type { ChangeSearch } from './session-page.tsx';
import styles from './sheet.module.css';

/** The subagents of a session under who started them, as far as they had come. */
export function Agents(props: {
  course: Course;
  lines: Lines;
  /** Undefined is the end. */
  moment: number | undefined;
  over: boolean;
  onChange: ChangeSearch;
}) {
  const { course, lines, over, onChange } = props;
  const moment = props.moment ?? course.length - 1;
  const counts = useMemo(() => countCalls(course, moment), [course, moment]);
  const agents = course.agents.filter(({ start }) => start <= moment);
  const timeOf = (event: number) => new Date(course.atMs[event] ?? 0).toISOString();
  if (lines.agents.size === 0) return <Notice icon="agent" title="The main agent worked alone" />;
  if (agents.length === 0) return <Notice icon="agent" title="No subagent was started yet" />;
  return (
    <div className={styles.sheet}>
      <Table
        label="Agents"
        columns={['Agent', 'Outcome', 'Task', 'Calls', 'Failed', 'Started', 'Time']}
        numbersFrom={3}
        rows={agents.map((agent) => {
          const { calls, failed } = counts.get(agent.id) ?? { calls: 0, failed: 0 };
          const ended = standingAt(agent, moment) === 'over';
          return {
            key: agent.id,
            cells: [
              <span key="name" style={{ paddingLeft: (depthOf(agent, lines.agents) - 1) * 18 }}>
                <LinkButton onClick={() => onChange({ tab: undefined, entry: agent.id })}>
                  {agentName(agent)}
                </LinkButton>
              </span>,
              <OutcomeBadge key="outcome" outcome={outcomeAt(agent, moment, over && props.moment === undefined)} />,
              agent.words,
              numberText(calls),
              numberText(failed),
              <Clock key="at" time={timeOf(agent.start)} />,
              ended ? durationText(course.atMs[agent.end]! - course.atMs[agent.start]!) : '–',
            ],
          };
        })}
      />
    </div>
  );
}

function countCalls({ entries }: Course, moment: number): Map<string, { calls: number; failed: number }> {
  const counts = new Map<string, { calls: number; failed: number }>();
  for (const entry of entries) {
    if (entry.start > moment) break;
    if (entry.type !== 'call' || entry.agent === null) continue;
    const { calls, failed } = counts.get(entry.agent) ?? { calls: 0, failed: 0 };
    const wrong = standingAt(entry, moment) === 'over' && isFailed(entry);
    counts.set(entry.agent, { calls: calls + 1, failed: failed + (wrong ? 1 : 0) });
  }
  return counts;
}
