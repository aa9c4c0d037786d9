import { type BusEvent, type CloudEvent, readEvent } from '@hookline/schemas';
import { beginning } from '../model.ts';
import { oneLine } from './table.ts';
import { duration } from './words.ts';

/** One event in a line of words: what it is, and what it is about. */
export function describeEvent(event: CloudEvent): { kind: string; text: string } {
  const known = readEvent(event);
  if (known === undefined) return { kind: oneLine(event.type), text: '' };
  return { kind: known.kind, text: oneLine(tell(known)) };
}

function tell(event: BusEvent): string {
  switch (event.kind) {
    case 'session.started':
    case 'session.resumed':
      return [event.data.source, event.data.model, event.data.cwd].filter(Boolean).join(' · ');
    case 'session.ended':
      return event.data.reason;
    case 'prompt.submitted':
      return `❯ ${beginning(event.data.text)}`;
    case 'turn.ended':
      return beginning(event.data.text);
    case 'message.sent':
      return `${event.data.role === 'assistant' ? '' : `${event.data.role}: `}${beginning(event.data.text ?? event.data.thinking)}`;
    case 'tool.started':
      return `${event.data.tool} ${object(event.data.effects)}`;
    case 'tool.finished':
      return [
        `✓ ${event.data.tool} ${object(event.data.effects)}`,
        exit(event.data.exitCode),
        duration(event.data.durationMs),
      ]
        .filter(Boolean)
        .join(' · ');
    case 'tool.failed':
      return [
        `✗ ${event.data.tool} ${object(event.data.effects)}`,
        exit(event.data.exitCode),
        beginning(event.data.error),
      ]
        .filter(Boolean)
        .join(' · ');
    case 'tool.denied':
      return `⊘ ${event.data.tool} ${object(event.data.effects)} · by ${event.data.by}`;
    case 'tool.abandoned':
      return `◌ ${event.data.tool} ${object(event.data.effects)} · ${event.data.outcome}`;
    case 'file.read':
      return event.data.path;
    case 'file.written':
      return `${event.data.how} ${event.data.path} · +${event.data.linesAdded ?? 0} -${event.data.linesRemoved ?? 0}`;
    case 'agent.started':
      return [nameOf(event), event.data.type, event.data.description].filter(Boolean).join(' · ');
    case 'agent.ended':
      return [nameOf(event), event.data.outcome].filter(Boolean).join(' · ');
    case 'agent.linked':
      return [nameOf(event), event.data.type, event.data.description, `by ${event.data.call}`]
        .filter(Boolean)
        .join(' · ');
    case 'plan.updated':
      return event.data.items.map(({ status, text }) => `[${status === 'done' ? 'x' : ' '}] ${text}`).join(' · ');
    case 'model.called':
      return `${event.data.model} · ${event.data.tokens.output ?? 0} tokens out`;
    default:
      return Object.values(event.data)
        .filter((value) => typeof value === 'string' || typeof value === 'number')
        .join(' · ');
  }
}

/** The agent an event is about, unless it is the one it stands with anyway. */
function nameOf({ agent, data }: { agent?: string | undefined; data: { agent: string } }): string {
  return agent === data.agent ? '' : data.agent;
}

function object(effects: readonly { object?: string | undefined }[]): string {
  return effects.find((effect) => effect.object)?.object ?? '';
}

function exit(code: number | undefined): string {
  return code === undefined ? '' : `exit ${code}`;
}
