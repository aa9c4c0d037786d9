import type { TurnEntry } from '../../api/shapes.ts';
import { OutcomeBadge } from '../../parts/badge.tsx';
import { LongText } from '../../parts/long-text.tsx';
import { fullTime } from '../../words/moment.ts';
import { counted, durationText } from '../../words/quantity.ts';
import { EntryTitle, Facts, Section } from './section.tsx';

/** A prompt, and how what it led to ended; while it goes on, the prompt alone. */
export function TurnDetail(props: { turn: TurnEntry; number: number | null; going: boolean }) {
  const { number, going } = props;
  const turn: TurnEntry = going
    ? { ...props.turn, outcome: 'open', error: null, closing: null, endedAt: null, durationMs: null, background: null }
    : props.turn;
  return (
    <>
      <EntryTitle title={`Turn ${number ?? turn.number}`}>
        <OutcomeBadge outcome={turn.outcome === 'open' ? 'running' : turn.outcome} />
        {!going && <span>{counted(turn.calls, 'call')}</span>}
        {!going && turn.failures > 0 && <span>{turn.failures} failed</span>}
        {turn.durationMs !== null && <span>{durationText(turn.durationMs)}</span>}
      </EntryTitle>
      <Section title="Prompt">
        {turn.prompt === null ? <p>It was not seen.</p> : <LongText text={turn.prompt} label="Prompt" prose />}
      </Section>
      {turn.error !== null && (
        <Section title="Error" tone="bad">
          <LongText text={turn.error} label="Error" />
        </Section>
      )}
      {turn.closing !== null && (
        <Section title="Closing words">
          <LongText text={turn.closing} label="Closing words" prose />
        </Section>
      )}
      <Section title="Facts">
        <Facts
          facts={{
            'Written by': turn.by,
            Reason: turn.reason,
            Command: turn.command && <code>{turn.command}</code>,
            Permissions: turn.permissionMode,
            Agent: turn.agent === 'main' ? null : turn.agent,
            Started: fullTime(turn.startedAt),
            Ended: turn.endedAt && fullTime(turn.endedAt),
            Came: turn.midTurn ? 'while the turn before it still ran' : null,
            'Left running': turn.background === null ? null : counted(turn.background.length, 'task'),
            Turn: <code>{turn.turn}</code>,
            Position: turn.position,
          }}
        />
      </Section>
    </>
  );
}
