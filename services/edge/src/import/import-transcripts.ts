import type { Adapter, RecordContext } from '@hookline/harnesses';
import type { Redactor } from '@hookline/redaction';
import { redactorName } from '../edge.ts';
import { findProject, loginName } from '../project/find-project.ts';
import type { BusLink } from '../send/bus-link.ts';
import { filesOfSession } from '../watch/sessions-of-file.ts';
import { findFiles } from './find-files.ts';
import { EventImporter } from './import-events.ts';
import { type ImportProgress, importExport } from './import-export.ts';
import { type ImportReport, ImportTally } from './import-report.ts';
import { importTranscript } from './import-transcript.ts';
import { recognise } from './recognise.ts';
import { BatchSender } from './send-in-batches.ts';

export interface ImportParts {
  readonly bus: BusLink;
  readonly redactor: Redactor;
  readonly harnesses: readonly Adapter<unknown>[];
  readonly host: string;
  readonly tenant?: string;
  readonly actor?: string | undefined;
  /** Told now and then how far a large file was read. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/**
 * Imports records of harnesses and exports of ours, files or folders of them, one after the other, each as a stream.
 * Events keep their times and get the ids that live capture gives them, so importing twice, or what was captured, adds
 * nothing. Yields a report per session, and per file that holds none; throws when the bus cannot be reached or refuses.
 */
export async function* importTranscripts(
  paths: readonly string[],
  parts: ImportParts,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<ImportReport> {
  // Children lie beside the session they belong to, and come with it.
  const taken = new Set<string>();
  const unknown: string[] = [];
  for await (const { path, key } of findFiles(paths, parts.harnesses)) {
    if (signal.aborted) return;
    if (taken.has(path)) continue;
    const found = await recognise(path, parts);
    if (found.kind === 'unknown') {
      unknown.push(path);
      continue;
    }
    if (found.kind === 'export') {
      yield await importing(path, parts, signal, async (tools) => {
        await importExport(path, tools, parts.onProgress);
        return { kind: 'export' };
      });
      continue;
    }
    const { adapter } = found;
    const sessions = found.sessions.filter((one) => key === undefined || one.key === key || one.session === key);
    if (sessions.length === 0 && key !== undefined) throw new Error(`${path} holds no session ${key}`);
    for (const one of sessions) {
      if (signal.aborted) return;
      const files = await filesOfSession(adapter, path, one);
      for (const file of files) taken.add(file.path);
      const name = one.key === undefined ? path : `${path}#${one.key}`;
      yield await importing(name, parts, signal, async (tools) => {
        await importTranscript(files, one.session, adapter, await contextOf(one.cwd, parts), tools);
        return { kind: 'transcript', session: one.session };
      });
    }
  }
  for (const path of unknown) if (!taken.has(path)) yield new ImportTally(path).report('unknown');
}

/**
 * Imports events that come from elsewhere than a file, such as an archive. `read` gives them one by one, and may refuse
 * what it cannot give.
 */
export async function importEvents(
  name: string,
  read: (refuse: (reason: string) => void) => AsyncIterable<Record<string, unknown>>,
  parts: Pick<ImportParts, 'bus' | 'redactor'>,
  signal: AbortSignal,
): Promise<ImportReport> {
  return await importing(name, parts, signal, async ({ redactor, sender, tally }) => {
    const importer = new EventImporter(redactor, sender, tally);
    for await (const event of read((reason) => tally.refuse(reason))) {
      tally.rows(1);
      await importer.add(event);
    }
    await importer.finish();
    return { kind: 'export' };
  });
}

async function importing(
  name: string,
  { bus, redactor }: Pick<ImportParts, 'bus' | 'redactor'>,
  signal: AbortSignal,
  work: (tools: {
    redactor: Redactor;
    sender: BatchSender;
    tally: ImportTally;
  }) => Promise<Pick<ImportReport, 'kind' | 'session'>>,
): Promise<ImportReport> {
  const tally = new ImportTally(name);
  const sender = new BatchSender(bus, {
    redactedBy: redactorName,
    signal,
    onSent: (ids, sent) => tally.sent(ids, sent),
  });
  const { kind, session } = await work({ redactor, sender, tally });
  await sender.finish();
  return tally.report(kind, session);
}

async function contextOf(cwd: string | undefined, parts: ImportParts): Promise<RecordContext> {
  const where = cwd === undefined ? undefined : await findProject(cwd, parts.host);
  const facts = {
    actor: parts.actor ?? where?.email ?? loginName(),
    project: where?.project ?? { id: '-', name: '-' },
  };
  const { value } = await parts.redactor.redact(facts);
  return {
    tenant: parts.tenant ?? 'default',
    host: parts.host,
    origin: 'import',
    ...(value as typeof facts),
  };
}
