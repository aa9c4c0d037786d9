import { z } from 'zod';

/** Statuses after which the same request may succeed later: nothing is wrong with the request itself. */
const retryable = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

const body = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    hint: z.string().optional(),
    issues: z.array(z.string()).optional(),
  }),
});

/** A request that did not succeed. `code` is for programs, `message` and `hint` are for people. */
export class HooklineError extends Error {
  override name = 'HooklineError';
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;
  readonly issues: readonly string[];
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    facts: {
      status: number;
      code: string;
      hint?: string | undefined;
      issues?: readonly string[] | undefined;
      retryAfterMs?: number | undefined;
      cause?: unknown;
    },
  ) {
    super(message, { cause: facts.cause });
    this.status = facts.status;
    this.code = facts.code;
    this.hint = facts.hint;
    this.issues = facts.issues ?? [];
    this.retryAfterMs = facts.retryAfterMs;
  }

  /** True when sending the same again later may succeed. */
  get retryable(): boolean {
    return retryable.has(this.status);
  }
}

/** The error of an answer that is not a success. Takes over what the server says of it. */
export async function errorOf(response: Response, what: string): Promise<HooklineError> {
  const text = (await response.text().catch(() => '')).slice(0, 64 * 1024);
  const parsed = body.safeParse(jsonOf(text));
  const facts = parsed.success
    ? parsed.data.error
    : { code: 'http', message: response.statusText || 'no reason given' };
  return new HooklineError(`${what} was answered with ${response.status}: ${facts.message}`, {
    ...facts,
    status: response.status,
    retryAfterMs: retryAfterOf(response.headers.get('retry-after')),
  });
}

/** The error of a request that got no answer. */
export function unreachable(url: string, cause: unknown): HooklineError {
  const deepest = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const reason = deepest instanceof Error ? deepest.message : String(deepest);
  return new HooklineError(`no answer from ${url}: ${reason}`, {
    status: 0,
    code: 'unreachable',
    hint: 'is hookline running there? `hookline start` starts it, `hookline doctor` says what is down',
    cause,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function retryAfterOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 300_000) : undefined;
}
