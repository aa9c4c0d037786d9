import { JetStreamApiError, jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { type NatsConnection, nanos } from '@nats-io/transport-node';
import { eventBytesMax } from './encode.ts';
import { signalPrefix } from './signals.ts';

export interface TopologySettings {
  /** Copies of every stream in the cluster: 1 (default) or 3. */
  readonly replicas?: number | undefined;
  /** Reserved on the broker's disk up front; the four together must fit its `max_file`. */
  readonly eventsBytesMax?: number | undefined;
  readonly workBytesMax?: number | undefined;
  readonly deadLettersBytesMax?: number | undefined;
  readonly signalsBytesMax?: number | undefined;
  /** How long the stream keeps events; older ones are in the archive. */
  readonly eventsAgeMaxMs?: number | undefined;
}

/** A setting of a stream that is not what this build would have made. */
export interface Drift {
  readonly stream: string;
  readonly field: string;
  readonly found: unknown;
  readonly expected: unknown;
  /** Whether the promises of the log depend on it; sizes, ages and copies are the operator's to choose. */
  readonly breaking: boolean;
}

/** Streams exist with settings that break the promises of the log. Nothing was changed. */
export class TopologyDriftError extends Error {
  override readonly name = 'TopologyDriftError';
  readonly drift: readonly Drift[];

  constructor(drift: readonly Drift[]) {
    const list = drift.map(
      ({ stream, field, found, expected }) =>
        `${stream}.${field} is ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`,
    );
    super(`${list.join('; ')}. Change it with the nats command line, or move the stream away so that it is made anew.`);
    this.drift = drift;
  }
}

export type StreamSpec = Partial<StreamConfig> & Pick<StreamConfig, 'name'>;

const dayMs = 86_400_000;
const gibibyte = 2 ** 30;
const operatorsChoice = new Set(['max_bytes', 'max_age', 'num_replicas', 'max_consumers', 'compression']);

/** Every stream of the bus. */
export function streamSpecs(settings: TopologySettings = {}): StreamSpec[] {
  const { replicas = 1, eventsBytesMax = 8 * gibibyte, eventsAgeMaxMs = 30 * dayMs } = settings;
  const { workBytesMax = gibibyte / 2, deadLettersBytesMax = gibibyte / 4 } = settings;
  const { signalsBytesMax = gibibyte / 4 } = settings;
  return [
    {
      name: 'EVT',
      subjects: ['evt.*.*.*.*'],
      retention: 'limits',
      storage: 'file',
      num_replicas: replicas,
      discard: 'new',
      max_bytes: eventsBytesMax,
      max_age: nanos(eventsAgeMaxMs),
      max_msg_size: eventBytesMax,
      duplicate_window: nanos(Math.min(dayMs, eventsAgeMaxMs)),
      compression: 'none',
      allow_direct: true,
      allow_atomic: true,
      allow_batched: true,
      max_consumers: 200,
      metadata: { schema: 'evt.v1' },
    },
    {
      name: 'WORK',
      subjects: ['work.*.>'],
      retention: 'workqueue',
      storage: 'file',
      num_replicas: replicas,
      discard: 'new',
      max_bytes: workBytesMax,
      max_msg_size: 64 * 1024,
      duplicate_window: nanos(dayMs),
      allow_direct: true,
      allow_atomic: true,
      max_consumers: 100,
    },
    {
      name: 'SIGNALS',
      subjects: [`${signalPrefix}.>`],
      retention: 'limits',
      storage: 'file',
      num_replicas: replicas,
      discard: 'old',
      max_bytes: signalsBytesMax,
      max_age: nanos(7 * dayMs),
      max_msg_size: 64 * 1024,
      duplicate_window: nanos(dayMs),
      allow_direct: true,
    },
    {
      name: 'DLQ',
      subjects: [
        'dlq.>',
        '$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>',
        '$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.>',
      ],
      retention: 'limits',
      storage: 'file',
      num_replicas: replicas,
      discard: 'old',
      max_bytes: deadLettersBytesMax,
      max_age: nanos(30 * dayMs),
      allow_direct: true,
    },
  ];
}

/**
 * Makes the streams that are missing. Those that exist are compared and never changed: what differs is returned.
 * Safe to run from several processes at once.
 */
export async function ensureTopology(
  nats: NatsConnection,
  settings: TopologySettings = {},
): Promise<{ created: string[]; drift: Drift[] }> {
  const manager = await jetstreamManager(nats, { checkAPI: false });
  const created: string[] = [];
  const drift: Drift[] = [];
  for (const spec of streamSpecs(settings)) {
    let found = await configOf(spec.name);
    if (found === undefined) {
      found = await manager.streams.add(spec).then(
        (info) => {
          created.push(spec.name);
          return info.config;
        },
        async (error) => {
          // Another process may have made it meanwhile, with other sizes.
          const made = await configOf(spec.name);
          if (made === undefined) throw error;
          return made;
        },
      );
    }
    drift.push(...driftOf(spec, found));
  }
  return { created, drift };

  async function configOf(name: string): Promise<StreamConfig | undefined> {
    try {
      return (await manager.streams.info(name)).config;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined;
      throw error;
    }
  }
}

const streamNotFound = 10059;

/** What of `expected` is otherwise in `found`. Settings nobody asked for are not looked at. */
export function driftOf(expected: StreamSpec, found: Partial<StreamConfig>): Drift[] {
  const names = Object.keys(expected) as (keyof StreamConfig)[];
  return names.flatMap((field) => {
    const [want, have] = [expected[field], found[field]];
    if (isSame(want, have)) return [];
    return [{ stream: expected.name, field, found: have, expected: want, breaking: !operatorsChoice.has(field) }];
  });
}

function isSame(want: unknown, have: unknown): boolean {
  if (Array.isArray(want) && Array.isArray(have)) {
    return JSON.stringify(want.toSorted()) === JSON.stringify(have.toSorted());
  }
  if (typeof want === 'object' && want !== null && typeof have === 'object' && have !== null) {
    return Object.entries(want).every(([key, value]) => isSame(value, (have as Record<string, unknown>)[key]));
  }
  return want === have || (want === false && have === undefined);
}
