import { z } from 'zod';

/** A CloudEvents attribute that says where an event belongs; `-` where it belongs to none. */
const token = z.string().min(1).max(512);

/**
 * The attributes of an event: CloudEvents 1.0 with our extensions. Times are RFC 3339 in UTC.
 * `id` is deterministic, `type` is the kind with its version, `sequence` sorts events of one session as their
 * source ordered them (it starts with thirteen digits of Unix milliseconds, see `orderOf`).
 */
export const envelope = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1).max(128),
  source: z.string().min(1).max(512),
  type: z.string().regex(/^hookline\.[a-z]+(\.[a-z]+)+\.v[1-9][0-9]*$/),
  subject: z.string().min(1).max(4096).optional(),
  time: z.iso.datetime({ offset: true }),
  /** When the bus took the event; set by the gateway, never by a producer. */
  recordedtime: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: z.literal('application/json').default('application/json'),
  dataschema: z.string().optional(),
  tenant: token.default('default'),
  project: token.default('-'),
  session: token.default('-'),
  sequence: z.string().max(64).optional(),
  agent: token.optional(),
  parentagent: token.optional(),
  turn: token.optional(),
  actor: token.optional(),
  harness: token.optional(),
  harnessversion: token.optional(),
  adapter: token.optional(),
  origin: z.enum(['hook', 'transcript', 'otlp', 'import', 'api', 'derived']),
  /** Whose words the data holds. Only `user` text may ever be treated as an instruction. */
  trust: z.enum(['user', 'agent', 'tool-output', 'external']).optional(),
  correlationid: token.optional(),
  causationid: token.optional(),
  traceparent: z.string().max(64).optional(),
  data: z.record(z.string(), z.unknown()),
});

/** An event as JSON, exactly as it is stored, exported and sent. Its data may be of an older version of its kind. */
export type CloudEvent = z.infer<typeof envelope>;

/** What a producer hands over: an event before defaults were filled in. */
export type CloudEventInput = z.input<typeof envelope>;

/** An event with its place in the log. */
export interface RecordedEvent {
  /** The stream sequence: from 1, growing, never reused. */
  readonly position: number;
  readonly event: CloudEvent;
}
