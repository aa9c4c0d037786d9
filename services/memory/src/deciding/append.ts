import { ApiError } from '@hookline/http';
import type { EventLog } from '@hookline/log';
import type { Redactor } from '@hookline/redaction';
import { checkEvent, type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';

/** What writes decisions down. */
export interface DecisionLog {
  readonly log: EventLog;
  /** Takes secrets out of what people and agents wrote; where absent, nothing is looked at. */
  readonly redactor?: Redactor | undefined;
}

/** A decision as it is written down. */
export interface Decided<K extends Kind> {
  readonly kind: K;
  readonly data: DataOf<K>;
  readonly tenant: string;
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly trust: 'user' | 'agent';
  /** What tells this decision from another one of the same content; the end of the log where absent. */
  readonly of?: readonly (string | number)[];
  /** What makes it this decision and no other, whatever else it says. */
  readonly identity?: readonly (string | number)[];
}

/** Where it stands in the log, from where it takes effect as soon as memories have read so far. */
export interface Written {
  readonly id: string;
  readonly position: number;
}

/**
 * Writes a decision into the log. The id follows from what is decided and from where the log ended: one that is taken back
 * and made again is written again.
 */
export async function writeDecision<K extends Kind>(
  { log, redactor }: DecisionLog,
  { kind, data, of, identity, trust, ...place }: Decided<K>,
  now: Date = new Date(),
): Promise<Written> {
  const { value: clean } = redactor === undefined ? { value: data } : await redactor.redact(data);
  const parts = identity ?? [
    JSON.stringify(clean),
    place.project ?? '-',
    place.session ?? '-',
    ...(of ?? [(await log.head()).last]),
  ];
  const event = checkEvent(
    newEvent({
      kind,
      id: eventId(kind, ...parts),
      source: 'urn:hookline:bus:memory',
      time: now.toISOString(),
      origin: 'api',
      trust,
      ...place,
      data: clean,
    } as never),
  );
  const [appended] = await log.append([{ ...event, recordedtime: now.toISOString() }]);
  const position = appended?.position;
  if (position === undefined) {
    throw new ApiError(409, 'known', `this ${kind} is in the log already, too long ago to say where`);
  }
  return { id: event.id, position };
}
