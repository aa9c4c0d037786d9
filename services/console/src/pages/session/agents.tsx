import { useMemo } from 'react';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { Clock } from '../../parts/moment.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Table } from '../../parts/table.tsx';
import { durationText, numberText } from '../../words/quantity.ts';
import { plainText } from '../../words/text.ts';
import { agentName, depthOf, isProblem, type Lines } from './lines.ts';
import type { ChangeSearch } from './session-page.tsx';
import styles from './sheet.module.css';
import { oneLine } from './summary.ts';

/** The subagents of a session under who started them. */
export function Agents({ lines, onChange }: { lines: Lines; onChange: ChangeSearch }) {
  const counts = useMemo(() => countCalls(lines), [lines]);
  if (lines.agents.size === 0) return <Notice icon="agent" title="The main agent worked alone" />;
  return (
    <div className={styles.sheet}>
      <Table
        label="Agents"
        columns={['Agent', 'Outcome', 'Task', 'Calls', 'Failed', 'Started', 'Time']}
        numbersFrom={3}
        rows={[...lines.agents.values()].map((agent) => {
          const { calls, failed } = counts.get(agent.agent) ?? { calls: 0, failed: 0 };
          const ran = agent.startedAt !== null && agent.endedAt !== null;
          return {
            key: agent.agent,
            cells: [
              <span key="name" style={{ paddingLeft: (depthOf(agent, lines.agents) - 1) * 18 }}>
                <LinkButton onClick={() => onChange({ tab: undefined, entry: agent.id })}>
                  {agentName(agent)}
                </LinkButton>
              </span>,
              <OutcomeBadge key="outcome" outcome={agent.outcome} />,
              oneLine(agent.description ?? plainText(agent.prompt)),
              numberText(calls),
              numberText(failed),
              agent.startedAt === null ? '–' : <Clock key="at" time={agent.startedAt} />,
              ran ? durationText(Date.parse(agent.endedAt!) - Date.parse(agent.startedAt!)) : '–',
            ],
          };
        })}
      />
    </div>
  );
}

function countCalls(lines: Lines): Map<string, { calls: number; failed: number }> {
  const counts = new Map<string, { calls: number; failed: number }>();
  for (const { entry } of lines.all) {
    if (entry.type !== 'call' || entry.agent === null) continue;
    const { calls, failed } = counts.get(entry.agent) ?? { calls: 0, failed: 0 };
    counts.set(entry.agent, { calls: calls + 1, failed: failed + (isProblem(entry) ? 1 : 0) });
  }
  return counts;
}
