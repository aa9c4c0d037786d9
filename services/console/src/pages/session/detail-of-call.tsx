import type { AgentBrief } from '../../api/outline-columns.ts';
import type { CallEntry, FileEntry } from '../../api/shapes.ts';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { LongText } from '../../parts/long-text.tsx';
import { Value } from '../../parts/value.tsx';
import { fullTime } from '../../words/moment.ts';
import { durationText } from '../../words/quantity.ts';
import { FileChange } from './file-change.tsx';
import type { Line } from './lines.ts';
import { EntryTitle, Facts, Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';

/** What a tool was asked, what it answered, and what it did to files; while it goes on, only what was asked. */
export function CallDetail(props: {
  call: CallEntry;
  files: readonly FileEntry[];
  going: boolean;
  /** The subagent that made it. */
  lane: string | undefined;
  agents: ReadonlyMap<string, AgentBrief>;
  calls: ReadonlyMap<string, Line>;
  onChange: ChangeSearch;
}) {
  const { files, going, lane, agents, calls, onChange } = props;
  const call = going ? asItRan(props.call) : props.call;
  const written = going ? [] : files.filter(({ how }) => how !== 'read');
  return (
    <>
      <EntryTitle title={call.tool ?? 'Unknown tool'}>
        <OutcomeBadge outcome={call.outcome} />
        {call.exitCode !== null && <span>exit {call.exitCode}</span>}
        {call.durationMs !== null && <span>{durationText(call.durationMs)}</span>}
      </EntryTitle>
      {call.description !== null && <p>{call.description}</p>}
      {call.error !== null && (
        <Section title="Error" tone="bad" aside={call.stage === 'invalid' ? 'never ran' : undefined}>
          <LongText text={call.error} label="Error" />
        </Section>
      )}
      {(call.reason !== null || call.deniedBy !== null || call.permission !== null) && <Decision call={call} />}
      {written.length > 0 && (
        <Section title="Changes">
          {written.map((file) => (
            <FileChange key={file.id} file={file} />
          ))}
        </Section>
      )}
      <Section title="Input" aside={<CopyButton text={copied(call.input)} what="input" />}>
        <Value value={call.input} label="Input" />
      </Section>
      {call.inputExecuted !== null && JSON.stringify(call.inputExecuted) !== JSON.stringify(call.input) && (
        <Section title="Input as executed">
          <Value value={call.inputExecuted} label="Input as executed" />
        </Section>
      )}
      {call.output !== null && (
        <Section title="Output" aside={<CopyButton text={copied(call.output)} what="output" />}>
          <Value value={call.output} label="Output" />
        </Section>
      )}
      {call.background !== null && (
        <Section title="In the background" aside={call.background}>
          <Facts
            facts={{
              Outcome: call.backgroundOutcome ?? call.backgroundStatus ?? 'running',
              Ended: call.backgroundEndedAt && fullTime(call.backgroundEndedAt),
            }}
          />
          {call.backgroundSummary !== null && <LongText text={call.backgroundSummary} label="Summary" />}
        </Section>
      )}
      <Section title="Facts">
        <Facts
          facts={{
            Effects: call.effects.map(({ type, object }) => [type, object].filter(Boolean).join(' ')).join(', '),
            Program: call.program,
            'MCP server': call.mcpServer,
            Started: call.startedAt && fullTime(call.startedAt),
            Ended: call.endedAt && fullTime(call.endedAt),
            'Closed by': call.closedBy,
            Read: files
              .filter(({ how }) => how === 'read')
              .map(({ path }) => path)
              .join(', '),
            'Started agent':
              call.spawned !== null && agents.has(call.spawned) ? (
                <LinkButton onClick={() => onChange({ entry: call.spawned ?? undefined })}>{call.spawned}</LinkButton>
              ) : (
                call.spawned
              ),
            Agent: lane,
            Turn: call.turn !== null && calls.has(call.turn) && (
              <LinkButton onClick={() => onChange({ entry: call.turn ?? undefined })}>
                Turn {calls.get(call.turn)?.number}
              </LinkButton>
            ),
            'Native call': call.nativeCall && <code>{call.nativeCall}</code>,
            Call: call.call === call.nativeCall ? null : <code>{call.call}</code>,
            Position: call.position,
          }}
        />
      </Section>
    </>
  );
}

/** A call as it was before it ended. */
function asItRan(call: CallEntry): CallEntry {
  return {
    ...call,
    outcome: 'running',
    output: null,
    error: null,
    reason: null,
    deniedBy: null,
    exitCode: null,
    durationMs: null,
    endedAt: null,
    closedBy: null,
    background: null,
    spawned: null,
  };
}

function Decision({ call }: { call: CallEntry }) {
  const { permission, deniedBy, reason } = call;
  return (
    <Section title="Permission">
      <Facts
        facts={{
          Asked: permission?.askedAt && fullTime(permission.askedAt),
          Decision: [permission?.decision, permission?.by && `by ${permission.by}`].filter(Boolean).join(' '),
          Decided: permission?.decidedAt && fullTime(permission.decidedAt),
          'Denied by': deniedBy,
        }}
      />
      {reason !== null && <LongText text={reason} label="Reason" />}
    </Section>
  );
}

function copied(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}
