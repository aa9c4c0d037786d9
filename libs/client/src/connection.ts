import { errorOf, HooklineError, unreachable } from './hookline-error.ts';

/** Where the bus answers, and as whom to ask. */
export interface ConnectionSettings {
  /** The origin, for example `http://127.0.0.1:4680`. */
  readonly url: string;
  /** Left out in a browser that holds the session cookie. */
  readonly token?: string | undefined;
  readonly fetch?: typeof globalThis.fetch;
  /** How long an answer may take to begin; default 30 s. */
  readonly timeoutMs?: number;
}

export type QueryValue = string | number | boolean | undefined;

export interface RequestOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is when it is a string, else as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Statuses besides 2xx that are an answer, not an error. */
  readonly accept?: readonly number[];
  readonly timeoutMs?: number;
}

/** Sends requests to one bus. Every failure is a `HooklineError`, an abort by the caller's signal excepted. */
export class Connection {
  readonly origin: string;
  readonly #token: string | undefined;
  readonly #fetch: typeof globalThis.fetch;
  readonly #timeoutMs: number;

  constructor(settings: ConnectionSettings) {
    this.origin = settings.url.replace(/\/+$/, '');
    this.#token = settings.token;
    this.#fetch = settings.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#timeoutMs = settings.timeoutMs ?? 30_000;
  }

  async send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    const url = this.#urlOf(path, options.query);
    const late = new AbortController();
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    const timer = setTimeout(() => late.abort(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    let response: Response;
    try {
      response = await this.#fetch(url, {
        method,
        headers: this.#headersOf(options),
        signal: options.signal ? AbortSignal.any([options.signal, late.signal]) : late.signal,
        ...(options.body !== undefined && { body: bodyOf(options.body) }),
      });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw unreachable(this.origin, late.signal.aborted ? late.signal.reason : error);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok || options.accept?.includes(response.status)) return response;
    throw await errorOf(response, `${method} ${path}`);
  }

  /** The parsed body of the answer. */
  async json(method: string, path: string, options: RequestOptions = {}): Promise<unknown> {
    const response = await this.send(method, path, options);
    if (response.status === 204) return undefined;
    try {
      return await response.json();
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw new HooklineError(`${method} ${path}: the answer broke off or is not JSON`, {
        status: 0,
        code: 'bad-answer',
        cause: error,
      });
    }
  }

  #urlOf(path: string, query: RequestOptions['query'] = {}): string {
    const url = new URL(this.origin + path);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    return url.href;
  }

  #headersOf({ headers, body }: RequestOptions): Record<string, string> {
    return {
      ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    };
  }
}

function bodyOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
