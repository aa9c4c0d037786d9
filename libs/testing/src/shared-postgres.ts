import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultCache, type PostgresServer, startPostgres } from '@hookline/servers';
import { eventually } from './eventually.ts';
import { runFolder, runFolderVariable } from './run-folder.ts';

/** Files by which a worker asks for the run's PostgreSQL and gets its address. */
export const wantedFile = 'postgres-wanted';
const answerFile = 'postgres-answer.json';

interface Answer {
  readonly url?: string;
  readonly error?: string;
}

export function startRunPostgres(folder: string): Promise<PostgresServer> {
  return startPostgres({
    dir: join(folder, 'postgres'),
    cacheDir: defaultCache(process.env),
    bin: process.env.HOOKLINE_POSTGRES_BIN,
    profile: 'test',
  });
}

export function writeAnswer(folder: string, answer: Answer): void {
  const draft = join(folder, `${answerFile}.draft`);
  writeFileSync(draft, JSON.stringify(answer), { mode: 0o600 });
  renameSync(draft, join(folder, answerFile));
}

/** The server as long as somebody uses it. */
export interface PostgresLease extends AsyncDisposable {
  readonly url: string;
}

/** In a test run the server all its files share; elsewhere one of this process, stopped when its last user is done. */
export function leasePostgres(): Promise<PostgresLease> {
  return process.env[runFolderVariable] ? runPostgres(runFolder()) : ownPostgres(runFolder());
}

async function runPostgres(folder: string): Promise<PostgresLease> {
  const answer = join(folder, answerFile);
  if (!existsSync(answer)) {
    writeFileSync(join(folder, wantedFile), '');
    await eventually(() => existsSync(answer), { timeoutMs: 100_000, what: "the test run's PostgreSQL is up" });
  }
  const { url, error }: Answer = JSON.parse(readFileSync(answer, 'utf8'));
  if (!url) throw new Error(`the test run's PostgreSQL did not start: ${error}`);
  return { url, async [Symbol.asyncDispose]() {} };
}

let own: Promise<PostgresServer> | undefined;
let ending: Promise<void> = Promise.resolve();
let users = 0;

async function ownPostgres(folder: string): Promise<PostgresLease> {
  users += 1;
  await ending;
  own ??= startRunPostgres(folder);
  const { url } = await own.catch((error) => {
    users -= 1;
    own = undefined;
    throw error;
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      users -= 1;
      if (users > 0 || !own) return;
      const server = own;
      own = undefined;
      ending = server.then((running) => running.stop());
      await ending;
    },
  };
}
