import { type Client, HooklineError } from '@hookline/client';
import type { RecordedEvent } from '@hookline/schemas';
import { CommandError } from '../failure.ts';
import { pause } from '../pause.ts';

/** All of a log, or what of it is asked for, as it is read. */
export interface LogRead {
  /** The identity of the log that positions are of. */
  readonly log: string;
  /** Everything up to here is read; what the log takes later is not. */
  readonly until: number;
  /** Set where only the events of one project can be read. */
  readonly project: string | undefined;
  readonly events: AsyncIterable<RecordedEvent>;
}

export interface LogQuery {
  readonly since?: string | undefined;
  readonly after?: number | undefined;
  readonly until?: number | undefined;
  /** Long texts in their places (the default), or as references. */
  readonly texts?: 'inline' | 'references' | undefined;
}

const attemptsMax = 8;
const firstWaitMs = 250;

/**
 * Reads the log as it stands now, as a stream: memory does not grow with it. When the answer breaks off, it is asked for
 * again from behind the last event that came; eight times in a row without a single event end it.
 */
export async function readLog(client: Client, query: LogQuery, signal: AbortSignal): Promise<LogRead> {
  const ask = (after: number, until: number | undefined) =>
    client.send('GET', '/v1/events/export', {
      query: { since: query.since, after, until, as: 'recorded', texts: query.texts },
      timeoutMs: 60_000,
      signal,
    });
  const first = await ask(query.after ?? 0, query.until);
  const log = first.headers.get('hookline-log');
  const until = Number(first.headers.get('hookline-until'));
  if (log === null) {
    throw new CommandError(
      'the bus does not say which log it exports: it is older than this command, upgrade it first',
    );
  }
  const narrowed = first.headers.get('hookline-project');
  async function* events(): AsyncGenerator<RecordedEvent> {
    let after = query.after ?? 0;
    let answer: Response | undefined = first;
    for (let failures = 0; ; ) {
      try {
        answer ??= await ask(after, until);
        for await (const line of linesOf(answer)) {
          const recorded = JSON.parse(line) as RecordedEvent;
          after = recorded.position;
          failures = 0;
          yield recorded;
        }
        return;
      } catch (error) {
        failures += 1;
        if (signal.aborted || failures >= attemptsMax || !mayPass(error)) throw error;
        answer = undefined;
        await pause(firstWaitMs * 2 ** (failures - 1), signal);
      }
    }
  }
  return { log, until, project: narrowed === null ? undefined : decodeURIComponent(narrowed), events: events() };
}

/** A broken stream is a `TypeError` of fetch, or a line cut in two. */
function mayPass(error: unknown): boolean {
  return error instanceof HooklineError ? error.retryable : error instanceof TypeError || error instanceof SyntaxError;
}

async function* linesOf({ body }: Response): AsyncGenerator<string> {
  if (body === null) return;
  let rest = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}
