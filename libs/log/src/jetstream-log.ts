import type { CloudEvent, RecordedEvent } from '@hookline/schemas';
import { JetStreamApiError, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { Appender } from './broker/append.ts';
import { BrokerConnection, type ConnectOptions, type LogLogger, silent } from './broker/connection.ts';
import { headOf, readStream } from './broker/read.ts';
import { recordedEvent } from './broker/recorded.ts';
import { untilAnswered } from './broker/until-answered.ts';
import { encodeEvent } from './encode.ts';
import type { Appended, EventLog, LogHead, ReadOptions } from './event-log.ts';
import { type LogHealth, logHealth } from './health.ts';
import { cachedSubjects } from './subject-cache.ts';
import { type Drift, ensureTopology, TopologyDriftError, type TopologySettings } from './topology.ts';

export interface JetStreamLogOptions extends ConnectOptions {
  readonly stream?: string | undefined;
  /** Batches on their way to the broker at once (default 16; it takes at most 50). */
  readonly inFlightMax?: number | undefined;
  /** How long an append is tried before it rejects with `LogUnavailableError` (default 30 s). */
  readonly appendTimeoutMs?: number | undefined;
  /** What missing streams are made with; `false`: they are there already and are not looked at. */
  readonly topology?: TopologySettings | false | undefined;
  /** Short for `topology.replicas`. */
  readonly replicas?: number | undefined;
}

const never = new AbortController().signal;
const noMessageFound = 10037;
const askTimeoutMs = 15_000;
/** What the broker says of a message to delete that it does not have (any more). */
const notHeld = new Set([noMessageFound, 10043, 10057]);

/** The event log on a JetStream stream. */
export class JetStreamLog implements EventLog {
  readonly #connection: BrokerConnection;
  readonly #manager: JetStreamManager;
  readonly #stream: string;
  readonly #appender: Appender;
  readonly #logger: LogLogger;
  readonly #drift: readonly Drift[];
  readonly #subjectOf = cachedSubjects();

  private constructor(
    connection: BrokerConnection,
    manager: JetStreamManager,
    drift: readonly Drift[],
    options: JetStreamLogOptions,
  ) {
    const { stream = 'EVT', inFlightMax = 16, appendTimeoutMs = 30_000, logger = silent } = options;
    this.#connection = connection;
    this.#manager = manager;
    this.#stream = stream;
    this.#logger = logger;
    this.#drift = drift;
    this.#appender = new Appender({ connection, logger, inFlightMax, appendTimeoutMs });
  }

  /**
   * Connects and makes the streams that are missing. Rejects with `LogUnavailableError` when no server answers, with
   * `TopologyDriftError` when a stream exists that cannot keep the log's promises.
   */
  static async open(options: JetStreamLogOptions): Promise<JetStreamLog> {
    const connection = await BrokerConnection.open(options);
    try {
      const drift = options.topology === false ? [] : await checkedTopology(connection.nats, options);
      const manager = await jetstreamManager(connection.nats, { checkAPI: false, timeout: 10_000 });
      return new JetStreamLog(connection, manager, drift, options);
    } catch (error) {
      await connection[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The connection, for others in this process that talk to the same broker. Closed with the log. */
  get connection(): NatsConnection {
    return this.#connection.nats;
  }

  async append(events: readonly CloudEvent[], { signal = never }: { signal?: AbortSignal } = {}): Promise<Appended[]> {
    signal.throwIfAborted();
    const outgoing = events.map((event) => ({ ...encodeEvent(event), subject: this.#subjectOf(event) }));
    return this.#appender.append(outgoing, signal);
  }

  read(after: number, options: ReadOptions): AsyncIterable<RecordedEvent[]> {
    const [connection, manager, stream, logger] = [this.#connection, this.#manager, this.#stream, this.#logger];
    return readStream({ connection, manager, stream, logger }, after, options);
  }

  async head(): Promise<LogHead> {
    return headOf(await this.#ask('tell its head', () => this.#manager.streams.info(this.#stream)));
  }

  async get(position: number): Promise<RecordedEvent | undefined> {
    if (!Number.isSafeInteger(position) || position < 1) return undefined;
    try {
      const request = { seq: position };
      const held = await this.#ask('find an event', () => this.#manager.streams.getMessage(this.#stream, request));
      if (held === null) return undefined;
      return recordedEvent({ headers: held.header, data: held.data }, position, held.time.getTime());
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === noMessageFound) return undefined;
      throw error;
    }
  }

  async erase(position: number): Promise<void> {
    if (!Number.isSafeInteger(position) || position < 1) return;
    try {
      await this.#ask('erase an event', () => this.#manager.streams.deleteMessage(this.#stream, position, true));
    } catch (error) {
      if (error instanceof JetStreamApiError && notHeld.has(error.code)) return;
      throw error;
    }
  }

  /** How the stream and the connection are. Never rejects. */
  health(): Promise<LogHealth> {
    return logHealth(this.#connection, this.#manager, this.#stream, this.#drift);
  }

  #ask<Answer>(what: string, request: () => Promise<Answer>): Promise<Answer> {
    const options = { what, timeoutMs: askTimeoutMs, signal: never, logger: this.#logger };
    return untilAnswered(this.#connection, request, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }
}

async function checkedTopology(nats: NatsConnection, options: JetStreamLogOptions): Promise<Drift[]> {
  const { logger = silent, topology, replicas } = options;
  const settings = { ...(replicas !== undefined && { replicas }), ...(topology || {}) };
  const { created, drift } = await ensureTopology(nats, settings);
  if (created.length > 0) logger.info({ streams: created }, 'made streams');
  const breaking = drift.filter((finding) => finding.breaking);
  if (breaking.length > 0) throw new TopologyDriftError(breaking);
  if (drift.length > 0) logger.warn({ drift }, 'streams differ from the settings');
  return drift;
}
