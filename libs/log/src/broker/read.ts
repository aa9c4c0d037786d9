import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedEvent } from '@hookline/schemas';
import { JetStreamApiError, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';
import { nanos, nuid } from '@nats-io/transport-node';
import { LogReplacedError, LogUnavailableError, PositionGoneError } from '../errors.ts';
import type { LogHead, ReadOptions } from '../event-log.ts';
import { type BrokerConnection, type LogLogger, messageOf } from './connection.ts';
import { type Delivered, Pull } from './pull.ts';
import { recordedEvent } from './recorded.ts';

export interface StreamReader {
  readonly connection: BrokerConnection;
  readonly manager: JetStreamManager;
  readonly stream: string;
  readonly logger: LogLogger;
}

/** A consumer nobody pulled from for so long is gone; a reader that slow makes a new one. */
const consumerIdleMaxMs = 300_000;
/** How long a stream may be missing, as while a server starts, before the log counts as gone. */
const missingMaxMs = 10_000;
const retryMs = { first: 50, max: 2000 };
const streamNotFound = 10059;
const noMessageFound = 10037;

export function headOf({ created, state }: StreamInfo): LogHead {
  return { identity: created, first: Math.max(1, state.first_seq), last: state.last_seq };
}

/** What `EventLog.read` promises, over consumers that are made anew after every trouble, from where the last one got. */
export async function* readStream(
  reader: StreamReader,
  after: number,
  { signal, batchSizeMax = 500, identity, onGap }: ReadOptions,
): AsyncGenerator<RecordedEvent[]> {
  const { connection, manager, stream, logger } = reader;
  let cursor = after;
  let lastId: string | undefined;
  let expectedIdentity = identity;
  let failures = 0;
  let missingSince: number | undefined;
  while (!signal.aborted) {
    let session: Session | undefined;
    try {
      await connection.whenUp(signal);
      const head = headOf(await connection.orLost(manager.streams.info(stream), signal));
      missingSince = undefined;
      expectedIdentity ??= head.identity;
      checkSameLog(head, expectedIdentity, cursor);
      if (lastId !== undefined) await checkSameEvent(reader, cursor, lastId, signal);
      if (cursor < head.first - 1) throw new PositionGoneError(cursor, head.first);
      session = await openSession(reader, cursor, batchSizeMax, signal);
      for (;;) {
        const delivered = await session.pull.next(signal);
        if (signal.aborted) return;
        for (const { from, to } of gapsIn(delivered, cursor)) {
          const { first } = headOf(await connection.orLost(manager.streams.info(stream), signal));
          if (from < first) throw new PositionGoneError(from - 1, first);
          logger.warn({ from, to }, 'positions of the log hold nothing');
          onGap?.(from, to);
        }
        const batch = delivered.map(({ message, position, timeMs }) => recordedEvent(message, position, timeMs));
        const last = batch.at(-1)!;
        cursor = last.position;
        lastId = last.event.id;
        failures = 0;
        yield batch;
        if (signal.aborted) return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) throw error;
      if (error instanceof JetStreamApiError && error.code === streamNotFound) {
        missingSince ??= Date.now();
        if (Date.now() - missingSince > missingMaxMs) {
          throw new LogReplacedError(`no stream ${stream}`, `one created ${expectedIdentity ?? 'before'}`);
        }
      }
      if (connection.isClosed)
        throw new LogUnavailableError('the connection to the broker is closed', { cause: error });
      const waitMs = Math.min(retryMs.first * 2 ** Math.min(failures++, 10), retryMs.max);
      logger.warn({ after: cursor, waitMs, reason: messageOf(error) }, 'reading the log was interrupted');
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    } finally {
      session?.close();
    }
  }
}

interface Session {
  readonly pull: Pull;
  close(): void;
}

async function openSession(
  { connection, manager, stream }: StreamReader,
  after: number,
  batchSizeMax: number,
  signal: AbortSignal,
): Promise<Session> {
  const name = `read-${nuid.next()}`;
  const added = manager.consumers.add(stream, {
    name,
    ack_policy: 'none',
    deliver_policy: 'by_start_sequence',
    opt_start_seq: after + 1,
    replay_policy: 'instant',
    mem_storage: true,
    num_replicas: 1,
    inactive_threshold: nanos(consumerIdleMaxMs),
  });
  await connection.orLost(added, signal);
  const pull = new Pull(connection, stream, name, batchSizeMax);
  return {
    pull,
    close() {
      pull.close();
      if (connection.isUp && !connection.isClosed) manager.consumers.delete(stream, name).catch(() => {});
    },
  };
}

function checkSameLog(head: LogHead, identity: string, cursor: number): void {
  if (head.identity !== identity) {
    throw new LogReplacedError(`a log created ${head.identity}`, `the one created ${identity}`);
  }
  if (head.last < cursor) throw new LogReplacedError(`a log up to ${head.last}`, `one that reaches ${cursor}`);
}

/** A log that was rolled back hands out positions again; the event last seen tells. */
async function checkSameEvent(
  { connection, manager, stream }: StreamReader,
  position: number,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const request = manager.streams.getMessage(stream, { seq: position }).catch((error) => {
    if (error instanceof JetStreamApiError && error.code === noMessageFound) return null;
    throw error;
  });
  const held = await connection.orLost(request, signal);
  if (held === null) return;
  const found = recordedEvent({ headers: held.header, data: held.data }, position, held.time.getTime()).event.id;
  if (found !== id) throw new LogReplacedError(`event ${found} at position ${position}`, `event ${id}`);
}

function* gapsIn(delivered: readonly Delivered[], cursor: number): Generator<{ from: number; to: number }> {
  let last = cursor;
  for (const { position } of delivered) {
    if (position > last + 1) yield { from: last + 1, to: position - 1 };
    last = position;
  }
}

function isFinal(error: unknown): boolean {
  return (
    error instanceof PositionGoneError || error instanceof LogReplacedError || error instanceof LogUnavailableError
  );
}
