import { type CloudEvent, type DataOf, eventId, type Kind, newEvent, sequenceAt } from '@hookline/schemas';
import type { CaptureContext } from '../adapter.ts';
import { defined } from './payload.ts';
import { type ClaudeCodeState, keep, limits, rememberTold, wasTold } from './state.ts';
import { trustOf } from './trust.ts';

export const harness = 'claude-code';
export const adapterVersion = '1';

/** What an event says besides its data. `id` is made from `identity`, which begins with the session for most kinds. */
export interface Telling<K extends Kind> {
  readonly kind: K;
  /** The parts that make the id, without the harness. */
  readonly identity: readonly (string | number)[];
  readonly timeMs: number;
  readonly sequence: string;
  readonly agent?: string | undefined;
  readonly turn?: string | undefined;
  readonly subject?: string | undefined;
  readonly causation?: string | undefined;
  readonly data: { [Key in keyof DataOf<K>]: DataOf<K>[Key] | undefined };
  /** Which source has the say. What only hooks may tell waits, when the transcript says it, for the reconciliation. */
  readonly authority?: 'hooks' | 'record';
}

/** Where events of one call of the adapter come together. */
export class Teller {
  readonly events: CloudEvent[] = [];
  readonly state: ClaudeCodeState;
  readonly session: string;
  readonly context: CaptureContext;
  readonly origin: 'hook' | 'transcript' | 'import';

  constructor(
    state: ClaudeCodeState,
    session: string,
    context: CaptureContext,
    origin: 'hook' | 'transcript' | 'import',
  ) {
    this.state = state;
    this.session = session;
    this.context = context;
    this.origin = origin;
  }

  get root(): string | undefined {
    return this.context.project.root;
  }

  /** Makes the event without telling it. */
  make<K extends Kind>(telling: Telling<K>): CloudEvent {
    const { context, state } = this;
    const agent = telling.agent ?? 'main';
    const known = agent === 'main' ? undefined : state.agents[agent];
    const attributes = defined({
      kind: telling.kind,
      id: eventId(harness, ...telling.identity),
      source: `urn:hookline:${context.host}:${harness}`,
      subject: telling.subject?.slice(0, 4_096),
      time: new Date(telling.timeMs).toISOString(),
      tenant: context.tenant,
      project: context.project.id,
      session: this.session,
      sequence: telling.sequence,
      agent,
      parentagent: known?.parent,
      turn: telling.turn,
      actor: context.actor,
      harness,
      harnessversion: state.version,
      adapter: adapterVersion,
      origin: this.origin,
      trust: trustOf(telling.kind, telling.data as Record<string, unknown>),
      causationid: telling.causation,
      data: defined(telling.data),
    });
    return newEvent(attributes as unknown as Parameters<typeof newEvent>[0]);
  }

  /** Tells a fact once, by the rules of authority. Returns its id. */
  tell<K extends Kind>(telling: Telling<K>): string {
    const event = this.make(telling);
    this.pass(event, telling.authority ?? 'hooks');
    return event.id;
  }

  /** Passes on an event that was made before. */
  pass(event: CloudEvent, authority: 'hooks' | 'record'): void {
    const { state } = this;
    if (wasTold(state, event.id)) return;
    if (this.origin === 'transcript' && authority === 'hooks') {
      if (state.pending.some((held) => held.id === event.id)) return;
      if (JSON.stringify(event.data).length > limits.pendingCharacters) {
        this.push(event);
        return;
      }
      state.pending.push(event);
      while (state.pending.length > limits.pending) this.push(state.pending.shift()!);
      return;
    }
    if (this.origin === 'hook') {
      const held = state.pending.findIndex((one) => one.id === event.id);
      if (held >= 0) state.pending.splice(held, 1);
    }
    this.push(event, this.origin !== 'transcript' || authority === 'hooks' || isShared(event));
  }

  /** Emits, and remembers the id where another source may bring the same fact. */
  push(event: CloudEvent, remember = true): void {
    if (remember) rememberTold(this.state, event.id);
    this.events.push(event);
  }

  /** True when a fact with that identity was told already. */
  hasTold(...identity: readonly (string | number)[]): boolean {
    return wasTold(this.state, eventId(harness, ...identity));
  }

  ignore(name: string): void {
    keep(this.state.ignored, name, (this.state.ignored[name] ?? 0) + 1, 200);
  }
}

/** Kinds that the transcript may tell at once and that hooks may tell too. */
function isShared(event: CloudEvent): boolean {
  return /^hookline\.(agent|turn|session|tool|permission|prompt)\./.test(event.type);
}

/** Ranks that keep cause before effect among facts of one millisecond. */
export const rank = {
  session: 10,
  prompt: 20,
  notice: 30,
  start: 40,
  asked: 50,
  decided: 55,
  agent: 58,
  end: 60,
  file: 65,
  plan: 68,
  link: 70,
  background: 72,
  turnEnd: 80,
  sessionEnd: 95,
} as const;

/** The place of a hook's fact: its time, then its rank, then something stable, so that a replay arranges it alike. */
export function placeOf(timeMs: number, at: number, stable: string): string {
  let sum = 0;
  for (let index = 0; index < stable.length; index += 1) sum = (sum * 31 + stable.charCodeAt(index)) % 1_000_000;
  return sequenceAt(timeMs, at * 1_000_000 + sum);
}
