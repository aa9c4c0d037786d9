import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';

/** Answers a request. A Hono app's `fetch` is one. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** The port is in use by somebody else. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  constructor(host: string, port: number) {
    super(
      `port ${port} on ${host} is in use by another program: stop it, or set HOOKLINE_PORT to a free port (0 picks one)`,
    );
  }
}

interface Mount {
  readonly prefix: string;
  readonly methods: readonly string[] | undefined;
  readonly handler: FetchHandler;
}

/** The one HTTP origin of a process. Handlers are mounted by path prefix; the longest matching prefix answers. */
export class HttpHost implements AsyncDisposable {
  readonly #server: Server;
  readonly #mounts: Mount[] = [];
  readonly #describers: (() => object)[] = [];
  #open: boolean;
  readonly url: string;

  private constructor(server: Server, url: string, open: boolean) {
    this.#server = server;
    this.#open = open;
    this.url = url;
  }

  /**
   * Listens at once. What nobody has mounted is answered with 503 and `Retry-After`; with `held`, everything is, until
   * `open` is called.
   */
  static async listen(host: string, port: number, { held = false } = {}): Promise<HttpHost> {
    let self: HttpHost | undefined;
    const server = createServer(
      getRequestListener((request) => self?.answer(request) ?? starting(), { hostname: host }),
    );
    server.requestTimeout = 60_000;
    server.headersTimeout = 15_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? new PortTakenError(host, port) : error),
      );
      server.listen(port, host, resolve);
    });
    const bound = (server.address() as AddressInfo).port;
    self = new HttpHost(server, `http://${host.includes(':') ? `[${host}]` : host}:${bound}`, !held);
    return self;
  }

  /**
   * `prefix` is a path without a trailing slash; '' answers whatever no other prefix does. With `methods` the mount
   * answers only requests of those methods; others go to whoever mounted the next shorter prefix.
   */
  mount(prefix: string, handler: FetchHandler, { methods }: { methods?: readonly string[] } = {}): void {
    if (this.#mounts.some((mount) => mount.prefix === prefix && overlap(mount.methods, methods))) {
      throw new Error(`two services mount ${prefix || '/'} on one HTTP port`);
    }
    this.#mounts.push({ prefix, methods, handler });
    this.#mounts.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  /** Everything is mounted: requests are answered from now on. A path nobody has yet must not look like a missing one. */
  open(): void {
    this.#open = true;
  }

  /** Adds the OpenAPI document of something that is mounted here. */
  describe(describer: () => object): void {
    this.#describers.push(describer);
  }

  /** The OpenAPI documents of all that is mounted here. */
  documents(): object[] {
    return this.#describers.map((describer) => describer());
  }

  answer(request: Request): Response | Promise<Response> {
    if (!this.#open) return starting();
    const path = new URL(request.url).pathname;
    const mount = this.#mounts.find(
      ({ prefix, methods }) =>
        (prefix === '' || path === prefix || path.startsWith(`${prefix}/`)) &&
        (methods === undefined || methods.includes(request.method)),
    );
    return mount === undefined ? starting() : mount.handler(request);
  }

  /** Takes no new connection and ends those that are open, streams included. */
  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    setTimeout(() => this.#server.closeAllConnections(), 500).unref();
    await closed;
  }
}

function overlap(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((method) => b.includes(method));
}

function starting(): Response {
  return Response.json(
    { error: { code: 'starting', message: 'hookline is starting', hint: 'try again in a second' } },
    { status: 503, headers: { 'retry-after': '1' } },
  );
}
