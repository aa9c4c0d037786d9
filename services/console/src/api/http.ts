/** An answer of the api that is not the one asked for, in its own words. */
export class ApiFailure extends Error {
  override name = 'ApiFailure';
  /** 0 when nothing answered at all. */
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, code: string, message: string, hint?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const response = await get(path, 'application/json', signal);
  return (await response.json()) as Answer;
}

/** The same, with how far the bus's clock is ahead of the browser's: leases and expiries go by that one. */
export async function getTimed<Answer>(path: string, signal?: AbortSignal): Promise<Answer & { skewMs: number }> {
  const response = await get(path, 'application/json', signal);
  const answer = (await response.json()) as Answer & { readonly now?: string };
  const now = answer.now ?? response.headers.get('date');
  return { ...answer, skewMs: now === null ? 0 : Date.parse(now) - Date.now() };
}

export async function getText(path: string, signal?: AbortSignal): Promise<string> {
  return await (await get(path, 'text/plain', signal)).text();
}

/** A path with the values that are there as its query. */
export function withQuery(path: string, values: Readonly<Record<string, string | number | undefined | null>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Asks the bus to change something. Throws `ApiFailure` when it refuses. */
export async function send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Response> {
  const headers = { accept: 'application/json', ...(body !== undefined && { 'content-type': 'application/json' }) };
  return await ask(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

async function get(path: string, accept: string, signal: AbortSignal | undefined): Promise<Response> {
  return await ask(path, { headers: { accept }, ...(signal && { signal }) });
}

async function ask(path: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiFailure(0, 'unreachable', 'The bus does not answer.', 'Is it running? On its machine: npm start');
  }
  if (response.ok) return response;
  throw await readFailure(response);
}

async function readFailure(response: Response): Promise<ApiFailure> {
  try {
    const { error } = (await response.json()) as { error: { code: string; message: string; hint?: string } };
    return new ApiFailure(response.status, error.code, error.message, error.hint);
  } catch {
    return new ApiFailure(response.status, 'unexpected', `The bus answered ${response.status}.`);
  }
}
