import { hostname } from 'node:os';
import { join } from 'node:path';
import { ensureRedactionKey } from '@hookline/access';
import { BusLink, type ImportProgress, type ImportReport, importTranscripts } from '@hookline/edge';
import { harnesses } from '@hookline/harnesses';
import { createRedactor, pickEnvironmentSecrets } from '@hookline/redaction';
import { homeOf } from '@hookline/service/home';
import type { Surroundings } from './command.ts';
import { importArchive, isArchive } from './import-archive.ts';

/** Imports files and archives one after the other, secrets taken out before anything is sent. Yields what became of each. */
export async function* importFiles(
  paths: readonly string[],
  { env, connect, signal }: Pick<Surroundings, 'env' | 'connect' | 'signal'>,
  onProgress?: (progress: ImportProgress) => void,
): AsyncIterable<ImportReport> {
  const home = homeOf(env);
  const { url, token } = await connect();
  const parts = {
    bus: new BusLink({ url, token, tokenFile: join(home, 'token') }),
    redactor: createRedactor({
      key: await ensureRedactionKey(home),
      environmentSecrets: pickEnvironmentSecrets(env),
    }),
    harnesses,
    host: env.HOOKLINE_MACHINE || hostname(),
    actor: env.HOOKLINE_ACTOR || undefined,
    onProgress,
  };
  for (const path of paths.filter(isArchive)) yield await importArchive(path, { ...parts, env }, signal);
  yield* importTranscripts(
    paths.filter((path) => !isArchive(path)),
    parts,
    signal,
  );
}
