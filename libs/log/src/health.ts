import type { JetStreamManager } from '@nats-io/jetstream';
import type { BrokerConnection } from './broker/connection.ts';
import { messageOf } from './broker/connection.ts';
import type { Drift } from './topology.ts';

export interface LogHealth {
  readonly ok: boolean;
  /** Why it is not ok, or what to look at; undefined when there is nothing to say. */
  readonly detail: string | undefined;
  readonly connection: 'up' | 'down' | 'closed';
  /** Undefined while the broker does not answer. */
  readonly stream: StreamHealth | undefined;
  readonly drift: readonly Drift[];
}

export interface StreamHealth {
  readonly identity: string;
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly bytes: number;
  /** Above this the broker refuses events; -1 without a limit. */
  readonly bytesMax: number;
  /** Events missing between the first and the last. More than were erased on purpose means the disk lost some. */
  readonly deleted: number;
  readonly consumers: number;
}

/** Share of `bytesMax` from which the stream counts as nearly full. */
const nearlyFull = 0.9;
const timeoutMs = 3000;

export async function logHealth(
  connection: BrokerConnection,
  manager: JetStreamManager,
  stream: string,
  drift: readonly Drift[],
): Promise<LogHealth> {
  const state = connection.isClosed ? 'closed' : connection.isUp ? 'up' : 'down';
  const base = { connection: state, drift } as const;
  if (state !== 'up')
    return { ...base, ok: false, detail: `the connection to the broker is ${state}`, stream: undefined };
  try {
    const found = await connection.orLost(streamHealth(manager, stream), AbortSignal.timeout(timeoutMs));
    const isFull = found.bytesMax > 0 && found.bytes > found.bytesMax * nearlyFull;
    const notes = [
      ...(isFull ? [`stream ${stream} holds ${found.bytes} of at most ${found.bytesMax} bytes`] : []),
      ...(found.deleted > 0 ? [`stream ${stream} misses ${found.deleted} events inside`] : []),
    ];
    return { ...base, ok: !isFull, detail: notes.join('; ') || undefined, stream: found };
  } catch (error) {
    return { ...base, ok: false, detail: `stream ${stream}: ${messageOf(error)}`, stream: undefined };
  }
}

async function streamHealth(manager: JetStreamManager, stream: string): Promise<StreamHealth> {
  const { config, created, state } = await manager.streams.info(stream);
  return {
    identity: created,
    first: Math.max(1, state.first_seq),
    last: state.last_seq,
    events: state.messages,
    bytes: state.bytes,
    bytesMax: config.max_bytes,
    deleted: state.num_deleted ?? 0,
    consumers: state.consumer_count,
  };
}
