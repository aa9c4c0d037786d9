import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HooklineError, pause } from '@hookline/client';
import { type Adapter, answersLayout, WatchList } from '@hookline/harnesses';
import { type Surface, surfaces } from '@hookline/memory';
import type { Redactor } from '@hookline/redaction';
import type { Health } from '@hookline/service';
import { Spool, type SpoolEntry, type SpoolLimits } from '@hookline/spool';
import { readAnnouncedFolders } from './answers/announced-folders.ts';
import { AnswerDoor } from './answers/answer-door.ts';
import { Packs } from './answers/packs.ts';
import { PlacedCards } from './answers/placed-cards.ts';
import { Told } from './answers/told.ts';
import { FolderWhereabouts } from './answers/whereabouts.ts';
import { Cards } from './cards.ts';
import { drain } from './drain.ts';
import { DropReport } from './dropped.ts';
import type { EdgeStep } from './edge-step.ts';
import { openGuard } from './guard/open-guard.ts';
import type { GuardMode } from './guard/policy-pack.ts';
import { ProjectCache } from './project/project-cache.ts';
import { type BusLink, isRefusal } from './send/bus-link.ts';
import { Outbox } from './send/outbox.ts';
import { sendEvents } from './send/send-events.ts';
import { contextOf } from './sessions/live-session.ts';
import { ProcessFile } from './sessions/process-file.ts';
import { SessionStore } from './sessions/session-store.ts';
import { Sessions } from './sessions/sessions.ts';
import { Settler } from './settle.ts';
import { askForMessages } from './steering/ask-for-messages.ts';
import { LiveSessions } from './steering/live-sessions.ts';
import { Messages } from './steering/messages.ts';
import { Steering } from './steering/steering.ts';
import { Translator } from './translator.ts';
import { TreeChecks } from './tree/tree-checks.ts';
import { Complaints } from './watch/complaints.ts';
import { Finder } from './watch/finder.ts';
import { RecordWatch } from './watch/record-watch.ts';

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
  /** Looks at the working tree at the ends of turns, in projects that do not say otherwise; default off. */
  readonly workingTree?: boolean;
  /** Where agents are told what is remembered; default everywhere. */
  readonly injection?: ReadonlySet<Surface>;
  /** Whether policies decide on calls before they run; default off. */
  readonly guard?: GuardMode;
  /** How often the places that harnesses keep their records in are looked at; default 5 s. */
  readonly beatMs?: number;
  /** How long nothing is heard of a session before what is open in it is ended; default 10 min. */
  readonly quietMs?: number;
}

export const redactorName = 'hookline-redaction/1';

const KEPT_MS = 30 * 24 * 3_600_000;
const RESUMED_MAX = 500;
/** Writing a session's file costs more than translating an entry, so a busy session's is written this often only. */
const CHECKPOINT_EVERY_MS = 250;
const NOTE_EVERY_MS = 10_000;
const BEAT_MS = 5_000;
/** A session that nothing was heard of for so long is over, or waits for a person. */
const QUIET_MS = 10 * 60_000;
/** How long hooks may wait for what nobody rings for. */
const WATCH_BUDGET_MS = 200;
const KEEP_LOOK_EVERY_MS = 60_000;
/** A session that was heard of since may be sent messages. */
const LIVE_MS = 24 * 3_600_000;

/** Drains one spool until `signal` aborts. `ready` is called once it listens. */
export async function runEdge(parts: EdgeParts, signal: AbortSignal, ready: () => void = () => {}): Promise<void> {
  const { home, host, bus, redactor, harnesses, health, logger } = parts;
  const tenant = parts.tenant ?? 'default';
  const folder = join(home, 'edge');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const spool = Spool.open(join(home, 'spool'), parts.graceMs === undefined ? {} : { graceMs: parts.graceMs });
  const store = new SessionStore(join(folder, 'sessions'));
  const processFile = new ProcessFile(join(folder, 'processes.json'));
  const projects = new ProjectCache(host);
  const sessions = new Sessions({ store, redactor, actor: parts.actor, projects });
  const packs = new Packs(join(folder, 'packs'), bus);
  const placed = new PlacedCards();
  const injection = parts.injection ?? new Set(surfaces);
  const cards = new Cards({ home, packs, placed, surfaces: injection });
  const drops = new DropReport(join(folder, 'dropped.json'), { tenant, host, home });
  const inHand = new Set<string>();
  const counts = { sent: 0, refused: 0, unreadable: 0 };
  let trouble: string | undefined;

  const complaints = new Complaints();
  const complain = (of: string, error: unknown): void => {
    counts.unreadable += 1;
    if (complaints.isNew(of, error))
      logger.warn({ of, err: bus.loggable(error) }, 'a record could not be read, or a row of it');
  };
  const settler = new Settler({ store, processFile, spool });
  const outbox = new Outbox<EdgeStep>({
    send: (events, abort) =>
      bus.use((client) => sendEvents(client, events, { redactedBy: redactorName, signal: abort })),
    settle: (settled) => {
      settler.settle(settled);
      const { checkpoint } = settled.step;
      if (checkpoint === undefined) return;
      for (const { name } of checkpoint.entries) inHand.delete(name);
      const { projectDir, project, actor } = checkpoint.live.kept;
      cards.saw(projectDir, { project: project.id, actor });
    },
    waitMs: (error, attempt) => bus.waitMs(error, attempt),
    onTrouble: (error, waitMs) => {
      trouble = bus.hide(troubleOf(error));
      logger.warn({ waitMs, err: bus.loggable(error) }, trouble);
      health.report('edge', { ok: false, detail: trouble, facts: { ...counts, waitMs } });
    },
    onSent: (sent) => {
      counts.sent += sent.length;
      counts.refused += sent.filter(({ refused }) => refused !== undefined).length;
      if (trouble !== undefined) health.report('edge', { ok: true, facts: { ...counts } });
      trouble = undefined;
    },
  });
  const trees = new TreeChecks({
    redactor,
    byDefault: parts.workingTree ?? false,
    push: (step) => outbox.push(step, signal),
    onTrouble: (root, error) => {
      if (!signal.aborted) complain(root, error);
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
    onEvents: ({ kept }, events) => {
      const { session, project, actor } = kept;
      trees.saw(session, project.root, events);
      for (const { type, time } of events) {
        const isNews = Date.now() - Date.parse(time) < LIVE_MS;
        if (isNews && type.startsWith('hookline.session.ended.')) steering.ended(session);
        else if (isNews) live.heard(session, Date.now());
      }
      void guard.began({ session, events, facts: { project, actor } }).catch((error) => complain('guard', error));
    },
    onUnreadable: (session, error) => complain(session, error),
  });

  let notedAtMs = Number.NEGATIVE_INFINITY;
  const note = (error: unknown, what: string): void => {
    if (signal.aborted) return;
    trouble = bus.hide(`${what}: ${messageOf(error)}`);
    if (performance.now() - notedAtMs < NOTE_EVERY_MS) return;
    notedAtMs = performance.now();
    logger.warn({ err: bus.loggable(error) }, trouble);
    health.report('edge', { ok: false, detail: trouble, facts: { ...counts } });
  };

  const where = new FolderWhereabouts({ projects, redactor, actor: parts.actor });
  const live = new LiveSessions();
  const messages = new Messages(join(folder, 'messages.json'));
  const layout = answersLayout(home);
  mkdirSync(layout.asked, { recursive: true, mode: 0o700 });
  const steering = new Steering({
    layout,
    messages,
    live,
    contextOf: (session) => {
      const found = sessions.all().find(({ kept }) => kept.session === session);
      const nobody = { tenant, host, actor: parts.actor ?? '-', project: { id: '-', name: '-' } };
      return found === undefined ? nobody : contextOf(found, { tenant, host });
    },
    push: (step) => outbox.push(step, signal),
  });
  const { guard, keepFresh: keepPolicies } = openGuard({
    file: join(folder, 'policies.json'),
    mode: parts.guard ?? 'off',
    layout,
    bus,
    redactor,
    host,
    tenant,
    health,
    push: (step) => outbox.push(step, signal),
    onTrouble: (error) => complain('policies', error),
  });

  const answers = new AnswerDoor({
    home,
    host,
    tenant,
    harnesses,
    spool,
    where,
    packs,
    told: new Told(join(folder, 'told.json')),
    cards: placed,
    surfaces: injection,
    steering,
    guard,
    push: (step) => outbox.push(step, signal),
    onTrouble: (error) => complain('answers', error),
  });

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
      cards.saw(file.projectDir, { project: file.project.id, actor: file.actor });
      if (Date.now() - (file.stirredAtMs ?? 0) < LIVE_MS) live.heard(file.session, file.stirredAtMs ?? 0);
    }
  };

  const finder = new Finder({
    list: new WatchList(home),
    harnesses,
    file: join(folder, 'watched.json'),
    onUnreadable: complain,
  });
  const watch = new RecordWatch({
    finder,
    sessions,
    translator,
    host,
    beatMs: parts.beatMs ?? BEAT_MS,
    quietMs: parts.quietMs ?? QUIET_MS,
    onUnreadable: complain,
    onLooked: async (atMs) => {
      await translator.checkpoint();
      if (keptLookAtMs + KEEP_LOOK_EVERY_MS > atMs) return;
      keptLookAtMs = atMs;
      await outbox.push({ session: '-', events: [], onSettled: finder.keeping(atMs) }, signal);
    },
  });
  let keptLookAtMs = 0;

  // Measured by a clock that nobody sets back.
  let checkpointAtMs = Number.NEGATIVE_INFINITY;
  const checkpoint = async (): Promise<void> => {
    if (performance.now() - checkpointAtMs < CHECKPOINT_EVERY_MS) return;
    await translator.checkpoint();
    checkpointAtMs = performance.now();
  };
  const onUnreadable = (name: string, error: unknown): void => note(error, `the spool entry ${name} cannot be read`);
  const onEntry = (entry: SpoolEntry) => void answers.saw(entry).catch((error) => complain('answers', error));
  const workOnce = async (): Promise<void> => {
    while ((await drain({ spool, redactor, translator, inHand, signal, onEntry, onUnreadable })) > 0)
      await checkpoint();
    await translator.readAgain(Date.now());
    await watch.work(WATCH_BUDGET_MS, signal);
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
      async () => {
        packs.forgetOld(Date.now());
        await store.forgetOlder(KEPT_MS);
      },
      (error) => note(error, 'old sessions cannot be forgotten'),
    ),
    cards.keepFresh(signal),
    answers.run(signal),
    keepPolicies(signal),
    askForMessages(
      {
        bus,
        live,
        known: () => messages.known(),
        take: (found, gone) => steering.take(found, gone),
        onTrouble: (error) => complain('messages', error),
      },
      signal,
    ),
    readAnnouncedFolders({ home, where, cards, onTrouble: (error) => complain('answers', error) }, signal),
  ]);
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
