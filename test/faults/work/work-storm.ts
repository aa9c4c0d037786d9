import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { newEvent } from '@hookline/schemas';
import { Seeded } from '../seeded.ts';
import { openCountingSink } from './sink.ts';
import { takeWorkAccount, type WorkAccount } from './work-account.ts';
import { WorkBus, type WorkVictim, workVictims } from './work-bus.ts';

const comeBackTimeoutMs = 60_000;
const settleTimeoutMs = 600_000;
const secretName = 'STORM_WEBHOOK_SECRET';

export interface WorkStormOptions {
  /** An empty folder of this storm's own. */
  readonly home: string;
  readonly seed: number;
  readonly kills: number;
  readonly firings: number;
  /** Over how long the feed is spread, as time for each kill. */
  readonly perKillMs: number;
  readonly onNews?: (sentence: string) => void;
}

export interface WorkStormReport extends WorkAccount {
  readonly seed: number;
  readonly expected: number;
  readonly kills: Readonly<Record<WorkVictim, number>>;
  readonly ownEnds: Readonly<Record<WorkVictim, number>>;
  readonly feedMs: number;
  readonly settleMs: number;
  /** What an orchestrator does that reads the whole log again with an empty memory. All have to be 0. */
  readonly again: { readonly webhooks: number; readonly firings: number; readonly items: number };
}

/**
 * Feeds events that fire a rule each, while engines, workers, projector, broker and database are killed at random; then
 * holds what became of every firing against what was fed, and has everything read again.
 */
export async function runWorkStorm(options: WorkStormOptions): Promise<WorkStormReport> {
  const { home, seed, kills, firings, perKillMs, onNews = () => {} } = options;
  const random = new Seeded(seed);
  await using sink = await openCountingSink();
  const ledgers = join(home, 'ledgers');
  mkdirSync(ledgers);
  mkdirSync(join(home, 'rules'));
  writeFileSync(join(home, 'rules', 'storm.yaml'), rule(sink.url));
  const env = { [secretName]: sink.secret, HOOKLINE_WEBHOOK_HOSTS: '127.0.0.1' };
  await using bus = await WorkBus.start({ home, ledgers, env });
  const killed = Object.fromEntries(workVictims.map((victim) => [victim, 0])) as Record<WorkVictim, number>;
  await using db = await openDatabase(bus.servers.up.databaseUrl);
  await using log = await JetStreamLog.open({ ...bus.servers.up.connection });
  await until(async () => await isPublished(db), comeBackTimeoutMs, 'the rule to be in force');
  onNews('every part runs');

  const began = performance.now();
  let fed = 0;
  const feeding = (async () => {
    const everyMs = (kills * perKillMs) / firings;
    for (; fed < firings; fed += 1) {
      const event = failure(fed);
      // Sent until the broker has it: the same event again is the same event.
      while (
        !(await log.append([event]).then(
          () => true,
          () => false,
        ))
      )
        await pause(50);
      await pause(Math.max(0, began + everyMs * (fed + 1) - performance.now()));
    }
  })();
  feeding.catch(() => {});
  let lastKillMs = Date.now();
  for (let number = 1; number <= kills; number += 1) {
    await Promise.race([pause(perKillMs * (0.5 + random.below(1_000) / 1_000)), feeding.then(() => pause(200))]);
    const victim = random.pick(workVictims);
    await until(async () => bus.isAlive(victim), comeBackTimeoutMs, `${victim} to come back`);
    bus.kill(victim);
    lastKillMs = Date.now();
    killed[victim] += 1;
    if (number % 25 === 0) onNews(`kill ${number} of ${kills}: ${victim}, after ${fed} of ${firings} events`);
  }
  await feeding;
  const feedMs = performance.now() - began;
  onNews('the feed is over');

  await until(async () => await isSettled(db, firings), settleTimeoutMs, 'every item to come to its end');
  const settleMs = performance.now() - began - feedMs;
  onNews('every item came to its end');
  const account = await takeWorkAccount({ db, log, ledgers, sink, expected: firings, lastKillMs });

  await bus.stop('orchestrator-b');
  await forgetEverything(db);
  const before = { webhooks: total(sink.times), ...(await counts(db)) };
  const head = (await log.head()).last;
  bus.kill('orchestrator-a');
  await until(
    async () => (await position(db)) >= head && (await isIdle(db)),
    comeBackTimeoutMs,
    'the log to be read again',
  );
  const after = { webhooks: total(sink.times), ...(await counts(db)) };
  return {
    ...account,
    seed,
    expected: firings,
    kills: killed,
    ownEnds: Object.fromEntries(workVictims.map((victim) => [victim, bus.ownEnds(victim)])) as Record<
      WorkVictim,
      number
    >,
    feedMs: Math.round(feedMs),
    settleMs: Math.round(settleMs),
    again: {
      webhooks: after.webhooks - before.webhooks,
      firings: after.firings - account.firedInLog,
      items: after.items - before.items,
    },
  };
}

/** In words, whatever the storm must not have caused. Empty when all is well. */
export function workFaultsOf(report: WorkStormReport): string[] {
  const counted: Record<string, number> = {
    'firings missing': Math.max(0, report.expected - report.firings),
    'firings too many': Math.max(0, report.firings - report.expected),
    'firings that the log does not tell of': report.firings - report.firedInLog,
    'items without an end': report.openItems,
    'items done more than once': report.doneTwice,
    'items both done and dead': report.doneAndDead,
    'dead items without their reason': report.deadWithoutReason,
    'items that ended otherwise than they could': report.wrongEnds,
    'reports taken from somebody who did not hold the item': report.foreignReports,
    'webhooks missing': report.webhooksMissing,
    'webhooks nobody fired': report.webhooksUnknown,
    'ids twice in the log': report.duplicates,
    'webhooks sent when the log was read again': report.again.webhooks,
    'firings when the log was read again': report.again.firings,
    'items offered when the log was read again': report.again.items,
  };
  return Object.entries(counted).flatMap(([what, count]) => (count === 0 ? [] : `${count} ${what}`));
}

function rule(url: string): string {
  return `rule: storm
on: tool.failed
key: data.call
fresh: 1d
limits: { perMinute: 10000, failures: 1000 }
then:
  - work: { queue: storm, attempts: 20, payload: { number: "{{data.call}}" } }
  - webhook: { url: "${url}", secret: ${secretName} }
tests:
  - given: [{ kind: tool.failed, data: { call: '1', tool: Bash, effects: [], outcome: failed, stage: ran, error: no } }]
    expect: { firings: 1 }
`;
}

const failure = (number: number) =>
  newEvent({
    kind: 'tool.failed',
    id: `storm-${number}`,
    source: 'urn:hookline:storm',
    time: new Date().toISOString(),
    origin: 'hook',
    project: 'github.com/acme/storm',
    session: `claude-code:storm-${number % 20}`,
    data: { call: String(number), tool: 'Bash', effects: [], outcome: 'failed', stage: 'ran', error: 'exit code 1' },
  });

async function isPublished(db: Database): Promise<boolean> {
  const rows = await db.kysely.selectFrom('rules').select('warmPosition').where('withdrawnAt', 'is', null).execute();
  return rows.some(({ warmPosition }) => warmPosition !== null);
}

async function isSettled(db: Database, firings: number): Promise<boolean> {
  const ended = await db.kysely
    .selectFrom('workItems')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('state', 'in', ['completed', 'dead', 'cancelled', 'expired'])
    .executeTakeFirstOrThrow();
  return Number(ended.count) >= firings && (await isIdle(db));
}

/** Whether nothing is owed to the log or to anybody. */
async function isIdle(db: Database): Promise<boolean> {
  const outbox = await db.kysely.selectFrom('outbox').select('number').limit(1).execute();
  const due = await db.kysely
    .selectFrom('webhookDeliveries')
    .select('delivery')
    .where('state', '=', 'due')
    .limit(1)
    .execute();
  return outbox.length === 0 && due.length === 0;
}

async function counts(db: Database): Promise<{ firings: number; items: number }> {
  const count = async (table: 'firings' | 'workItems') => {
    const query = db.kysely.selectFrom(table).select(({ fn }) => fn.countAll<string>().as('count'));
    return Number((await query.executeTakeFirstOrThrow()).count);
  };
  return { firings: await count('firings'), items: await count('workItems') };
}

async function position(db: Database): Promise<number> {
  const row = await db.kysely
    .selectFrom('checkpoints')
    .select('position')
    .where('name', '=', 'orchestrator')
    .executeTakeFirst();
  return row?.position ?? 0;
}

/** What the orchestrator would have on an empty database; the archive stays. */
async function forgetEverything(db: Database): Promise<void> {
  await db.transaction(async (trx) => {
    await trx.deleteFrom('checkpoints').where('name', '=', 'orchestrator').execute();
    for (const table of [
      'ruleStates',
      'ruleTotals',
      'ruleClock',
      'ruleHolds',
      'sessionFacts',
      'firings',
      'rules',
    ] as const) {
      await trx.deleteFrom(table).execute();
    }
  });
}

async function until(check: () => Promise<boolean>, timeoutMs: number, what: string): Promise<void> {
  for (const end = Date.now() + timeoutMs; ; await pause(50)) {
    // The database may be down for the moment: somebody kills it.
    if (await check().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s for ${what}`);
  }
}

function total(times: ReadonlyMap<string, number>): number {
  return [...times.values()].reduce((sum, count) => sum + count, 0);
}
