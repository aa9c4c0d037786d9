import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ensureRedactionKey } from '@hookline/access';
import { openDatabase } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { createRedactor } from '@hookline/redaction';
import { Spool } from '@hookline/spool';
import { expectedEvents } from './expected-events.ts';
import { type FedSession, fedSessions } from './fed-sessions.ts';
import { Seeded } from './seeded.ts';
import { type ShimFailure, ShimFeed } from './shim-feed.ts';
import { type StormAccount, takeAccount, untilConsumed } from './storm-account.ts';
import { StormBus, type Victim, victims } from './storm-bus.ts';

const lanes = 4;
const comeBackTimeoutMs = 60_000;
const feedTimeoutMs = 450_000;
const settleTimeoutMs = 120_000;

export interface StormOptions {
  /** An empty folder of this storm's own. */
  readonly home: string;
  readonly seed: number;
  readonly kills: number;
  /** The feed is as long as it takes to stand for so many events at least. */
  readonly events: number;
  /** Over how long the feed is spread, as time for each kill. */
  readonly perKillMs: number;
  readonly onNews?: (sentence: string) => void;
}

export interface StormReport extends StormAccount {
  readonly seed: number;
  readonly sessions: number;
  readonly hooks: number;
  readonly expected: number;
  readonly kills: Readonly<Record<Victim, number>>;
  /** The slowest return of each, in milliseconds, and how many there were. */
  readonly recoveries: Readonly<Record<Victim, { count: number; slowestMs: number }>>;
  /** How often services ended although nobody had killed them. */
  readonly ownEnds: Readonly<Record<Victim, number>>;
  readonly shimFailures: readonly ShimFailure[];
  readonly slowestShimMs: number;
  readonly dropped: number;
  readonly rejected: number;
  readonly feedMs: number;
  /** From the end of the feed until everything was published and consumed. */
  readonly settleMs: number;
}

/** Feeds hooks to a whole bus while its parts are killed at random, then holds what is there against what was fed. */
export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { home, seed, kills, onNews = () => {} } = options;
  const random = new Seeded(seed);
  const key = await ensureRedactionKey(home);
  const feed = new ShimFeed(home);
  const { sessions, expected } = await plan(options, feed.hooked, key);
  const hooks = sessions.reduce((sum, { length }) => sum + length, 0);
  onNews(`${sessions.length} sessions, ${hooks} hooks, ${expected.size} events`);

  await using bus = await StormBus.start(home);
  onNews('every part runs');
  const killed = Object.fromEntries(victims.map((victim) => [victim, 0])) as Record<Victim, number>;
  const began = performance.now();
  const feeding = feed.feed(sessions, {
    lanes,
    durationMs: kills * options.perKillMs,
    signal: AbortSignal.timeout(feedTimeoutMs),
  });
  feeding.catch(() => {});
  for (const [number, point] of points(random, kills, hooks).entries()) {
    while (feed.called < point) await Promise.race([pause(20), feeding]);
    await pause(random.below(200));
    const victim = random.pick(victims);
    await untilAlive(bus, victim);
    bus.kill(victim);
    killed[victim] += 1;
    onNews(`kill ${number + 1} of ${kills}: ${victim}, after ${feed.called} of ${hooks} hooks`);
  }
  await feeding;
  const feedMs = performance.now() - began;
  onNews('the feed is over');

  const spool = Spool.open(join(home, 'spool'));
  await untilCaptured(home, spool, settleTimeoutMs);
  await using log = await JetStreamLog.open({ ...bus.servers.up.connection });
  await using db = await openDatabase(bus.servers.up.databaseUrl);
  await untilConsumed(db, log, settleTimeoutMs);
  const settleMs = performance.now() - began - feedMs;
  onNews('everything is published and consumed');
  const account = await takeAccount({ db, log }, expected, settleTimeoutMs);
  const { dropped, rejected } = await spool.backlog();
  return {
    ...account,
    seed,
    sessions: sessions.length,
    hooks: feed.called,
    expected: expected.size,
    kills: killed,
    recoveries: each((victim) => {
      const times = bus.recoveriesMs(victim);
      return { count: times.length, slowestMs: Math.round(Math.max(0, ...times)) };
    }),
    ownEnds: each((victim) => bus.ownEnds(victim)),
    shimFailures: feed.failures,
    slowestShimMs: Math.round(feed.slowestMs),
    dropped,
    rejected,
    feedMs: Math.round(feedMs),
    settleMs: Math.round(settleMs),
  };
}

/** In words, whatever the storm must not have caused. Empty when all is well. */
export function faultsOf(report: StormReport): string[] {
  const counts = {
    'events lost': report.lost,
    'events nobody fed': report.unexpected,
    'events twice in the log': report.duplicates,
    'differences between log and archive': report.archiveDifferences,
    'sessions in quarantine': report.quarantined,
    'read models that differ from a rebuild': report.differentReadModels.length,
    'hooks that failed or said something': report.shimFailures.length,
    'hooks dropped': report.dropped,
    'spool entries rejected': report.rejected,
  };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : `${count} ${what}`));
}

async function plan({ home, events, seed }: StormOptions, hooked: ReadonlySet<string>, key: string) {
  const redactor = createRedactor({ key });
  const transcripts = join(home, 'transcripts');
  mkdirSync(transcripts);
  const sessions: FedSession[] = [];
  const expected = new Map<string, string>();
  for (const session of fedSessions(seed, hooked, transcripts)) {
    if (expected.size >= events) break;
    sessions.push(session);
    for (const [id, type] of await expectedEvents(session, redactor)) expected.set(id, type);
  }
  return { sessions, expected };
}

/** At which hooks the kills happen, in order. */
function points(random: Seeded, kills: number, hooks: number): number[] {
  return Array.from({ length: kills }, () => random.below(hooks)).sort((a, b) => a - b);
}

async function untilAlive(bus: StormBus, victim: Victim): Promise<void> {
  for (const end = Date.now() + comeBackTimeoutMs; !bus.isAlive(victim); await pause(20)) {
    if (Date.now() > end) throw new Error(`${victim} did not come back within ${comeBackTimeoutMs / 1000} s`);
  }
}

/** Resolves when nothing lies in the spool and no transcript has to be looked into again. */
async function untilCaptured(home: string, spool: Spool, timeoutMs: number): Promise<void> {
  for (const end = Date.now() + timeoutMs; ; await pause(100)) {
    const { entries } = await spool.backlog();
    const again = readsAgain(join(home, 'edge', 'sessions'));
    if (entries === 0 && again === 0) return;
    if (Date.now() > end) {
      throw new Error(
        `after ${timeoutMs / 1000} s ${entries} entries lie in the spool, and ${again} transcripts are to be read again`,
      );
    }
  }
}

function readsAgain(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.filter((name) => 'again' in JSON.parse(readFileSync(join(folder, name), 'utf8'))).length;
}

function each<Value>(of: (victim: Victim) => Value): Record<Victim, Value> {
  return Object.fromEntries(victims.map((victim) => [victim, of(victim)])) as Record<Victim, Value>;
}
