import { lookup as resolve } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { isNamed, isPublic, type NamedHost } from './address.ts';

export interface WebhookMessage {
  readonly delivery: string;
  readonly url: string;
  readonly body: string;
  readonly secret: string;
}

/** What an address answered. `final` when trying again would not help. */
export interface WebhookAnswer {
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly final: boolean;
  /** When it wants to be asked again at the earliest. */
  readonly retryAfterSeconds?: number;
}

interface Options {
  /** Hosts that are no part of the internet and may be sent to all the same. */
  readonly named: readonly NamedHost[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

const timeoutMs = 10_000;

class PrivateAddressError extends Error {
  override name = 'PrivateAddressError';
  constructor(host: string, address: string) {
    const where = host === address ? address : `${host} is ${address}, which`;
    super(`${where} is no address of the internet: name ${host} in HOOKLINE_WEBHOOK_HOSTS if webhooks may go there`);
  }
}

/**
 * Sends one webhook, signed as Standard Webhooks say. The address that is connected to is the very one that was looked
 * at: a name cannot be resolved to another one meanwhile. Redirects are not followed: they could lead anywhere.
 */
export async function sendWebhook(message: WebhookMessage, { named, now, signal }: Options): Promise<WebhookAnswer> {
  const signature = signatureOf(message, now);
  if (signature === undefined) {
    return { ok: false, error: 'the signing secret is not base64, expected whsec_ and base64', final: false };
  }
  try {
    const url = new URL(message.url);
    // An address in a URL is connected to without being looked up.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isNamed(url, named) && !isPublic(host)) throw new PrivateAddressError(host, host);
    const { status, retryAfterSeconds } = await post(url, message.body, {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'hookline',
        'webhook-id': message.delivery,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      },
      lookup: guardedLookup(url, named),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (status >= 200 && status < 300) return { ok: true, status, final: true };
    const error =
      status >= 300 && status < 400 ? `answered ${status}: redirects are not followed` : `answered ${status}`;
    return {
      ok: false,
      status,
      error,
      final: status === 410,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    };
  } catch (error) {
    return { ok: false, error: reasonOf(error), final: error instanceof PrivateAddressError || isNoUrl(error) };
  }
}

interface Sending {
  readonly headers: Readonly<Record<string, string>>;
  readonly lookup: LookupFunction;
  readonly signal: AbortSignal;
}

/** Sends, and resolves with the answer's status; its body is not read. */
function post(url: URL, body: string, { headers, lookup, signal }: Sending) {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise<{ status: number; retryAfterSeconds: number | undefined }>((done, failed) => {
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      lookup,
      signal,
    });
    outgoing.once('response', (response) => {
      const seconds = Number(response.headers['retry-after']);
      done({ status: response.statusCode ?? 0, retryAfterSeconds: seconds > 0 ? seconds : undefined });
      response.destroy();
    });
    // Without this an answer that wants to speak something else would be no answer, and never an end.
    outgoing.once('upgrade', (response, socket) => {
      done({ status: response.statusCode ?? 0, retryAfterSeconds: undefined });
      socket.destroy();
    });
    outgoing.once('error', failed);
    outgoing.once('close', () => failed(new Error('the connection was closed without an answer')));
    outgoing.end(body);
  });
}

/** Resolves names as the system does, and refuses what may not be connected to. */
function guardedLookup(url: URL, named: readonly NamedHost[]): LookupFunction {
  const everywhere = isNamed(url, named);
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '');
      const hidden = everywhere ? undefined : addresses.find(({ address }) => !isPublic(address));
      if (hidden !== undefined) return callback(new PrivateAddressError(host, hidden.address), '');
      if (options.all === true) return callback(null, addresses);
      const [first] = addresses;
      if (first === undefined) return callback(new Error(`${host} has no address`), '');
      callback(null, first.address, first.family);
    });
  };
}

function signatureOf({ delivery, body, secret }: WebhookMessage, now: Date): string | undefined {
  try {
    return new Webhook(secret).sign(delivery, now, body);
  } catch {
    return undefined;
  }
}

const isNoUrl = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ERR_INVALID_URL';

function reasonOf(error: unknown): string {
  if (isNoUrl(error)) return 'its address is no URL';
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' && error.cause instanceof Error) return error.cause.message;
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
