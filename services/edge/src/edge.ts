import { mkdirSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HooklineError, pause } from '@hookline/client';
import type { Adapter } from '@hookline/harnesses';
import type { Redactor } from '@hookline/redaction';
import type { Health } from '@hookline/service';
import { Spool, type SpoolLimits } from '@hookline/spool';
import { Cards } from './cards.ts';
import { drain } from './drain.ts';
import { DropReport } from './dropped.ts';
import type { EdgeStep } from './edge-step.ts';
import { ProjectCache } from './project/project-cache.ts';
import { type BusLink, isRefusal } from './send/bus-link.ts';
import { Outbox } from './send/outbox.ts';
import { sendEvents } from './send/send-events.ts';
import type { LiveSession } from './sessions/live-session.ts';
import { ProcessFile } from './sessions/process-file.ts';
import { SessionStore } from './sessions/session-store.ts';
import { Sessions } from './sessions/sessions.ts';
import { Settler } from './settle.ts';
import { Translator } from './translator.ts';

/** What an edge needs besides its home. */
export interface EdgeParts {
  readonly home: string;
  readonly host: string;
  readonly tenant?: string;
  readonly actor?: string | undefined;
  readonly bus: BusLink;
  readonly redactor: Redactor;
  readonly harnesses: readonly Adapter<unknown>[];
  readonly health: Pick<Health, 'report'>;
  readonly logger: { warn(fields: object, message: string): void; info(fields: object, message: string): void };
  readonly spoolLimits?: Partial<SpoolLimits>;
  /** How long an unfinished entry may rest before it counts as broken; default 10 s. */
  readonly graceMs?: number;
}

export const redactorName = 'hookline-redaction/1';

const KEPT_MS = 30 * 24 * 3_600_000;
const RESUMED_MAX = 500;
/** Writing a session's file costs more than translating an entry, so a busy session's is written this often only. */
const CHECKPOINT_EVERY_MS = 250;
const CATCH_UP_EVERY_MS = 60_000;
const NOTE_EVERY_MS = 10_000;
/** A record that was not written for so long is not being written any more. */
const QUIET_MS = 10 * 60_000;

/** Drains one spool until `signal` aborts. `ready` is called once it listens. */
export async function runEdge(parts: EdgeParts, signal: AbortSignal, ready: () => void = () => {}): Promise<void> {
  const { home, host, bus, redactor, harnesses, health, logger } = parts;
  const tenant = parts.tenant ?? 'default';
  const folder = join(home, 'edge');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const spool = Spool.open(join(home, 'spool'), parts.graceMs === undefined ? {} : { graceMs: parts.graceMs });
  const store = new SessionStore(join(folder, 'sessions'));
  const processFile = new ProcessFile(join(folder, 'processes.json'));
  const sessions = new Sessions({ store, redactor, actor: parts.actor, projects: new ProjectCache(host) });
  const cards = new Cards(home, bus);
  const drops = new DropReport(join(folder, 'dropped.json'), { tenant, host, home });
  const inHand = new Set<string>();
  const counts = { sent: 0, refused: 0, unreadable: 0 };
  let trouble: string | undefined;

  const settler = new Settler({ store, processFile, spool });
  const outbox = new Outbox<EdgeStep>({
    send: (events, abort) =>
      bus.use((client) => sendEvents(client, events, { redactedBy: redactorName, signal: abort })),
    settle: (settled) => {
      settler.settle(settled);
      const { checkpoint } = settled.step;
      if (checkpoint === undefined) return;
      for (const { name } of checkpoint.entries) inHand.delete(name);
      cards.saw(checkpoint.live.kept.projectDir, checkpoint.live.kept.project.id);
    },
    waitMs: (error, attempt) => bus.waitMs(error, attempt),
    onTrouble: (error, waitMs) => {
      trouble = troubleOf(error);
      logger.warn({ waitMs, err: error }, trouble);
      health.report('edge', { ok: false, detail: trouble, facts: { ...counts, waitMs } });
    },
    onSent: (sent) => {
      counts.sent += sent.length;
      counts.refused += sent.filter(({ refused }) => refused !== undefined).length;
      if (trouble !== undefined) health.report('edge', { ok: true, facts: { ...counts } });
      trouble = undefined;
    },
  });
  const translator = new Translator({
    harnesses,
    sessions,
    redactor,
    tenant,
    host,
    processes: processFile.load(),
    signal,
    push: (step) => outbox.push(step, signal),
    onUnreadable: (session, error) => {
      counts.unreadable += 1;
      logger.warn({ session, err: error }, 'a row of the record could not be translated');
    },
  });

  let notedAtMs = Number.NEGATIVE_INFINITY;
  const note = (error: unknown, what: string): void => {
    if (signal.aborted) return;
    trouble = `${what}: ${messageOf(error)}`;
    if (performance.now() - notedAtMs < NOTE_EVERY_MS) return;
    notedAtMs = performance.now();
    logger.warn({ err: error }, trouble);
    health.report('edge', { ok: false, detail: trouble, facts: { ...counts } });
  };

  const keepHouse = async (): Promise<void> => {
    const { full } = await spool.trim(parts.spoolLimits);
    const { entries, bytes, oldestAgeMs, dropped, rejected } = await spool.backlog();
    const step = drops.next(dropped, Date.now());
    if (step) await outbox.push(step, signal);
    const detail = trouble ?? (full ? 'the spool is full: shims drop what is captured until there is room' : undefined);
    health.report('edge', {
      ok: trouble === undefined && !full,
      ...(detail !== undefined && { detail }),
      facts: { backlog: entries, backlogBytes: bytes, oldestAgeMs, dropped, rejected, full, ...counts },
    });
  };

  const resume = async (): Promise<void> => {
    for (const file of await store.recent(KEPT_MS, RESUMED_MAX)) {
      const adapter = harnesses.find(({ harness }) => harness === file.harness);
      if (adapter) sessions.resume(file, adapter);
      cards.saw(file.projectDir, file.project.id);
    }
  };

  // Measured by a clock that nobody sets back.
  let caughtUpAtMs = Number.NEGATIVE_INFINITY;
  let checkpointAtMs = Number.NEGATIVE_INFINITY;
  const checkpoint = async (): Promise<void> => {
    if (performance.now() - checkpointAtMs < CHECKPOINT_EVERY_MS) return;
    await translator.checkpoint();
    checkpointAtMs = performance.now();
  };
  const onUnreadable = (name: string, error: unknown): void => note(error, `the spool entry ${name} cannot be read`);
  const workOnce = async (): Promise<void> => {
    while ((await drain({ spool, redactor, translator, inHand, signal, onUnreadable })) > 0) await checkpoint();
    await translator.readAgain(Date.now());
    if (performance.now() - caughtUpAtMs >= CATCH_UP_EVERY_MS) {
      caughtUpAtMs = performance.now();
      await catchUp(sessions.all(), translator);
    }
    await checkpoint();
  };
  const work = async (): Promise<void> => {
    await resume().catch((error) => note(error, 'what was kept of earlier sessions cannot be read'));
    for await (const _ of spool.watch(signal, { pollMs: CHECKPOINT_EVERY_MS })) {
      await workOnce().catch((error) => note(error, 'the spool cannot be worked on'));
    }
  };

  ready();
  await Promise.all([
    outbox.run(signal),
    work(),
    every(5_000, signal, keepHouse, (error) => note(error, 'the spool cannot be looked after')),
    every(
      3_600_000,
      signal,
      () => store.forgetOlder(KEPT_MS),
      (error) => note(error, 'old sessions cannot be forgotten'),
    ),
    cards.keepFresh(signal),
  ]);
}

/** Reads what the records of sessions gained while nobody rang: at the start, and where a harness died. */
async function catchUp(sessions: readonly LiveSession[], translator: Translator): Promise<void> {
  for (const live of sessions) {
    let grown = false;
    let writtenAtMs = 0;
    for (const { path, file } of live.kept.files) {
      if (file === 'meta') continue;
      const found = await stat(path).catch(() => undefined);
      if (found && found.size !== (live.kept.cursors[path]?.offset ?? 0)) {
        grown = true;
        writtenAtMs = Math.max(writtenAtMs, found.mtimeMs);
      }
    }
    if (grown) await translator.catchUp(live, Date.now() - writtenAtMs > QUIET_MS);
  }
}

function troubleOf(error: unknown): string {
  const message = messageOf(error);
  if (!isRefusal(error)) return `events wait in the spool: ${message}`;
  const hint = error instanceof HooklineError && error.hint ? ` (${error.hint})` : '';
  return `the bus refuses this edge, everything is kept in the spool: ${message}${hint}`;
}

async function every(
  periodMs: number,
  signal: AbortSignal,
  task: () => Promise<unknown>,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await task().catch(onError);
    await pause(periodMs, signal);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
