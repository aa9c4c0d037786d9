import type { Grant, Verifier } from '@hookline/access';
import { createGateway, type GatewayLimits } from '@hookline/gateway';
import { FolderBodyStore, JetStreamLog } from '@hookline/log';
import { createRedactor } from '@hookline/redaction';
import type { CloudEvent } from '@hookline/schemas';
import { HttpHost } from '@hookline/service';
import { startTestNats, type TestNats, tempDir } from '@hookline/testing';

/** A real broker with a real gateway before it. The HTTP port can be closed and opened again at the same place. */
export class BusUnderTest implements AsyncDisposable {
  readonly nats: TestNats;
  readonly log: JetStreamLog;
  readonly url: string;
  /** Tokens the gateway knows; the tests change them. */
  readonly tokens = new Map<string, Grant>();
  readonly #resources: AsyncDisposableStack;
  readonly #open: (port: number) => Promise<HttpHost>;
  #host: HttpHost | undefined;

  private constructor(
    resources: AsyncDisposableStack,
    nats: TestNats,
    log: JetStreamLog,
    bodies: string,
    limits: Partial<GatewayLimits>,
  ) {
    this.#resources = resources;
    this.nats = nats;
    this.log = log;
    this.url = '';
    const verifier: Verifier = { verify: async (token) => this.tokens.get(token) };
    const app = createGateway({
      log,
      bodies: new FolderBodyStore(bodies),
      redactor: createRedactor({ key: 'k'.repeat(32) }),
      verifier,
      limits,
    });
    this.#open = async (port) => {
      const host = await HttpHost.listen('127.0.0.1', port);
      host.mount('/v1/events', app.fetch, { methods: ['POST'] });
      return host;
    };
    this.tokens.set('good', { tokenId: 't', name: 'edge', kind: 'edge', tenant: 'default', scopes: ['ingest'] });
  }

  static async start(limits: Partial<GatewayLimits> = {}): Promise<BusUnderTest> {
    const resources = new AsyncDisposableStack();
    const dir = resources.use(await tempDir());
    const nats = resources.use(await startTestNats());
    const log = resources.use(await JetStreamLog.open({ ...nats.connection, appendTimeoutMs: 2_000 }));
    const bus = new BusUnderTest(resources, nats, log, dir.path, limits);
    bus.#host = await bus.#open(0);
    Object.assign(bus, { url: bus.#host.url });
    return bus;
  }

  async closePort(): Promise<void> {
    await this.#host?.[Symbol.asyncDispose]();
    this.#host = undefined;
  }

  async openPort(): Promise<void> {
    this.#host = await this.#open(Number(new URL(this.url).port));
  }

  /** Everything the log holds, in order. */
  async stored(): Promise<CloudEvent[]> {
    const { last } = await this.log.head();
    const stop = new AbortController();
    const events: CloudEvent[] = [];
    if (last === 0) return events;
    for await (const batch of this.log.read(0, { signal: stop.signal })) {
      for (const { event, position } of batch) {
        events.push(event);
        if (position === last) stop.abort();
      }
    }
    return events;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.closePort();
    await this.#resources.disposeAsync();
  }
}
