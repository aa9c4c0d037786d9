import type { AgentEntry, FileEntry, MessageEntry, PlanEntry } from '../../api/shapes.ts';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { LinkButton } from '../../parts/link-button.tsx';
import { LongText } from '../../parts/long-text.tsx';
import { fullTime } from '../../words/moment.ts';
import { durationText } from '../../words/quantity.ts';
import { FileChange, howText } from './file-change.tsx';
import { PlanItems } from './plan-items.tsx';
import { EntryTitle, Facts, Section } from './section.tsx';
import type { ChangeSearch } from './session-page.tsx';

const speakers = {
  user: 'Prompt',
  assistant: 'Message',
  system: 'Message of the harness',
  subagent: 'Message of a subagent',
};

export function MessageDetail({ message }: { message: MessageEntry }) {
  return (
    <>
      <EntryTitle title={speakers[message.role]} />
      {message.text !== null && (
        <Section title="Text">
          <LongText text={message.text} label="Text" prose />
        </Section>
      )}
      {message.thinking !== null && (
        <Section title="Thinking">
          <LongText text={message.thinking} label="Thinking" prose />
        </Section>
      )}
      <Section title="Facts">
        <Facts
          facts={{
            Model: message.model,
            Stopped: message.stopReason,
            Agent: message.agent,
            At: fullTime(message.at),
            'Native message': message.nativeMessage && <code>{message.nativeMessage}</code>,
            Position: message.position,
          }}
        />
      </Section>
    </>
  );
}

export function FileDetail({ file }: { file: FileEntry }) {
  return (
    <>
      <EntryTitle title={file.path}>{howText(file)}</EntryTitle>
      <Section title="Changes">
        <FileChange file={file} />
      </Section>
      <Section title="Facts">
        <Facts
          facts={{
            How: file.change ?? file.how,
            At: fullTime(file.at),
            Content: file.hash && <code>{file.hash}</code>,
            Position: file.position,
          }}
        />
      </Section>
    </>
  );
}

export function AgentDetail(props: { agent: AgentEntry; going: boolean; onChange: ChangeSearch }) {
  const { going, onChange } = props;
  const agent: AgentEntry = going ? { ...props.agent, outcome: 'running', text: null, endedAt: null } : props.agent;
  const ran = agent.startedAt !== null && agent.endedAt !== null;
  return (
    <>
      <EntryTitle title={`Agent ${agent.agentType ?? agent.agent.slice(0, 10)}`}>
        <OutcomeBadge outcome={agent.outcome} />
        {ran && <span>{durationText(Date.parse(agent.endedAt!) - Date.parse(agent.startedAt!))}</span>}
      </EntryTitle>
      {agent.description !== null && <p>{agent.description}</p>}
      {agent.prompt !== null && (
        <Section title="Prompt">
          <LongText text={agent.prompt} label="Prompt" prose />
        </Section>
      )}
      {agent.text !== null && (
        <Section title="Last words">
          <LongText text={agent.text} label="Last words" prose />
        </Section>
      )}
      <Section title="Facts">
        <Facts
          facts={{
            Started: agent.startedAt && fullTime(agent.startedAt),
            Ended: agent.endedAt && fullTime(agent.endedAt),
            Parent: agent.parent,
            'Started by': agent.call && (
              <LinkButton onClick={() => onChange({ entry: agent.call ?? undefined })}>{agent.call}</LinkButton>
            ),
            Agent: <code>{agent.agent}</code>,
            Position: agent.position,
          }}
        />
      </Section>
    </>
  );
}

export function PlanDetail({ plan }: { plan: PlanEntry }) {
  return (
    <>
      <EntryTitle title="Plan">{plan.whole ? 'the whole list' : 'what changed'}</EntryTitle>
      <Section title="Items">
        <PlanItems items={plan.items} />
      </Section>
      <Section title="Facts">
        <Facts
          facts={{
            At: fullTime(plan.at),
            Agent: plan.agent,
            Position: plan.position,
          }}
        />
      </Section>
    </>
  );
}
