import { type CloudEvent, type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import type { CaptureContext } from '../adapter.ts';
import { defined } from '../words/payload.ts';
import { trustOf } from '../words/trust.ts';

/** What an event says besides its data. `id` is made from `identity`, which begins with the session for most kinds. */
export interface Telling<K extends Kind> {
  readonly kind: K;
  /** The parts that make the id, without the harness. */
  readonly identity: readonly (string | number)[];
  readonly timeMs: number;
  readonly sequence: string;
  /** Default: `main`. */
  readonly agent?: string | undefined;
  readonly parentAgent?: string | undefined;
  readonly turn?: string | undefined;
  readonly subject?: string | undefined;
  readonly causation?: string | undefined;
  readonly data: { [Key in keyof DataOf<K>]: DataOf<K>[Key] | undefined };
}

/** What all events of one session have in common. */
export interface SessionFacts {
  readonly harness: string;
  readonly adapterVersion: string;
  readonly version?: string | undefined;
  readonly session: string;
  readonly context: CaptureContext;
  readonly origin: NonNullable<CloudEvent['origin']>;
}

/** The id of a fact: the same for whoever saw it. */
export function factId(harness: string, identity: readonly (string | number)[]): string {
  return eventId(harness, ...identity);
}

export function makeEvent<K extends Kind>(telling: Telling<K>, about: SessionFacts): CloudEvent {
  const { harness, context } = about;
  const attributes = defined({
    kind: telling.kind,
    id: factId(harness, telling.identity),
    source: `urn:hookline:${context.host}:${harness}`,
    subject: telling.subject?.slice(0, 4_096),
    time: new Date(telling.timeMs).toISOString(),
    tenant: context.tenant,
    project: context.project.id,
    session: about.session,
    sequence: telling.sequence,
    agent: telling.agent ?? 'main',
    parentagent: telling.parentAgent,
    turn: telling.turn,
    actor: context.actor,
    harness,
    harnessversion: about.version,
    adapter: about.adapterVersion,
    origin: about.origin,
    trust: trustOf(telling.kind, telling.data as Record<string, unknown>),
    causationid: telling.causation,
    data: { ...checkedOut(telling.kind, about), ...defined(telling.data) },
  });
  return newEvent(attributes as unknown as Parameters<typeof newEvent>[0]);
}

/** Hooks tell of a session as it begins; a record may be read when something else is checked out long since. */
function checkedOut(kind: Kind, { origin, context }: SessionFacts): { branch?: string } {
  const { branch } = context.project;
  return kind === 'session.started' && origin === 'hook' && branch !== undefined ? { branch } : {};
}
