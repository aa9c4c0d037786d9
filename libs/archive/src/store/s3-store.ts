import { AwsClient } from 'aws4fetch';
import { ArchiveError, type ArchiveStore, fileBytesMax, tooLarge } from './archive-store.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const retriesMax = 5;
const timeoutMs = 120_000;

/**
 * An archive in a bucket of anything that speaks S3, below a prefix. Credentials, region and endpoint come from the
 * variables that the tools of AWS use. An endpoint of one's own is spoken to path-style, AWS by the bucket's host name.
 */
export class S3Store implements ArchiveStore {
  readonly where: string;
  readonly #client: AwsClient;
  readonly #base: string;

  /** `address` is `s3://bucket/prefix`. Throws `ArchiveError` for what is no such address, or without credentials. */
  constructor(address: string, env: Environment) {
    const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/*$/.exec(address) ?? [];
    if (bucket === undefined) {
      throw new ArchiveError(`found the address ${JSON.stringify(address)}, expected s3://bucket/prefix`);
    }
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
    if (!accessKeyId || !secretAccessKey) {
      throw new ArchiveError(
        `${address} needs credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_ENDPOINT_URL for a store that is not AWS)`,
      );
    }
    const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
    const endpoint = env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL;
    const host = endpoint
      ? `${endpoint.replace(/\/+$/, '')}/${bucket}`
      : `https://${bucket}.s3.${region}.amazonaws.com`;
    this.where = address.replace(/\/+$/, '');
    this.#base = prefix === '' ? host : `${host}/${prefix.split('/').map(encodeURIComponent).join('/')}`;
    this.#client = new AwsClient({
      accessKeyId,
      secretAccessKey,
      ...(env.AWS_SESSION_TOKEN && { sessionToken: env.AWS_SESSION_TOKEN }),
      service: 's3',
      region,
      retries: retriesMax,
    });
  }

  async put(name: string, bytes: Uint8Array): Promise<void> {
    const answer = await this.#ask('PUT', name, bytes);
    await answer.arrayBuffer();
    if (!answer.ok) throw this.#refusal('write', name, answer);
  }

  async get(name: string): Promise<Uint8Array | undefined> {
    const answer = await this.#ask('GET', name);
    const bytes = await bytesOf(answer, `${this.where}/${name}`);
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw this.#refusal('read', name, answer);
    return bytes;
  }

  async has(name: string): Promise<boolean> {
    const answer = await this.#ask('HEAD', name);
    if (answer.status === 404) return false;
    if (!answer.ok) throw this.#refusal('look at', name, answer);
    return true;
  }

  async #ask(method: string, name: string, body?: Uint8Array): Promise<Response> {
    try {
      return await this.#client.fetch(`${this.#base}/${name}`, {
        method,
        ...(body && { body: body as Uint8Array<ArrayBuffer> }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      const reason = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : error;
      throw new ArchiveError(`${this.where} cannot be reached: ${reason}`, { cause: error });
    }
  }

  #refusal(what: string, name: string, { status }: Response): ArchiveError {
    const hint = status === 403 ? ': look at the credentials and what they may do in this bucket' : '';
    return new ArchiveError(`${this.where} refused to ${what} ${name} (HTTP ${status})${hint}`);
  }
}

async function bytesOf({ body }: Response, name: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > fileBytesMax) throw tooLarge(name, bytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
