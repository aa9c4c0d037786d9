/**
 * Whether the state of a session at any of its positions is what folding it from its first event gives: random
 * positions of the largest sessions and of others, in both senses of a moment, compared by hash. Over real sessions
 * where they are on this machine, else over generated ones; with HOOKLINE_DATABASE_URL over whatever is in there. Ends
 * with status 1 when one differs.
 *
 *     npx node test/benchmarks/states.ts [--sessions 20] [--positions 50] [--every 50] [--seed N] [--json FILE]
 */
import { type Database, openDatabase, rangeUpTo, readSession } from '@hookline/db';
import {
  firstCheckpoint,
  foldEvents,
  hashRows,
  prepareGenerations,
  projectBatch,
  projections,
  snapshotStep,
  stateAt,
} from '@hookline/projections';
import type { CloudEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { sessionEvents } from './projector-events.ts';
import { findDataSets } from './real-sessions/data-sets.ts';
import { readSessions } from './real-sessions/read-rows.ts';
import { eventsOf } from './real-sessions/to-events.ts';
import { readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

const generatedSessions = 40;
const batchSize = 1_000;
const { sizes, json } = readSizes({ sessions: 20, positions: 50, every: 50, seed: Date.now() % 1_000_000 });
const random = numbers(sizes.seed);

const given = process.env.HOOKLINE_DATABASE_URL;
await using database = given === undefined ? await testDatabase() : undefined;
await using db = await openDatabase(given ?? database!.url);
if (given === undefined) await fill(db);

const { rows: all } = await sql<{ session: string; events: number }>`
  select session, count(*) as events from events where session <> '-' group by session order by events desc, session
`.execute(db.kysely);
const largest = all.slice(0, Math.ceil(sizes.sessions / 2));
const others = shuffled(all.slice(largest.length)).slice(0, sizes.sessions - largest.length);
const chosen = [...largest, ...others];

let snapshots = 0;
const making = await timed(async () => {
  for (const { session } of chosen) {
    while ((await snapshotStep(db, projections, session, sizes.every)) !== undefined) snapshots += 1;
  }
});

const differing: string[] = [];
const times = { state: [] as number[], zero: [] as number[] };
let fromSnapshots = 0;
for (const { session } of chosen) {
  const { rows } = await sql<{ position: number }>`select position from events where session = ${session}`.execute(
    db.kysely,
  );
  for (let round = 0; round < sizes.positions; round += 1) {
    const at = rows[Math.floor(random() * rows.length)]!.position;
    const moment = { at, by: round % 2 === 0 ? ('log' as const) : ('session' as const) };
    const state = await timed(() => stateAt(db, session, moment));
    const zero = await timed(async () => {
      const range = await rangeUpTo(db, session, moment);
      return hashRows(foldEvents(await readSession(db, session, { ...range, limit: 1_000_000 })));
    });
    times.state.push(state.tookMs);
    times.zero.push(zero.tookMs);
    if (state.result.snapshot !== null) fromSnapshots += 1;
    const kept = hashRows(state.result.rows);
    if (state.result.hash === zero.result.hash && kept.hash === zero.result.hash) continue;
    const models = projections.filter(
      ({ name }) => new Set([state.result.hashes[name], kept.hashes[name], zero.result.hashes[name]]).size > 1,
    );
    differing.push(`${session} at ${at} by ${moment.by}: ${models.map(({ name }) => name).join(', ')}`);
  }
}

for (const one of differing) console.log(`✗ ${one}`);
const compared = times.state.length;
const p50 = (of: readonly number[]) =>
  `p50 ${quantile(of, 0.5).toFixed(1)} ms, p95 ${quantile(of, 0.95).toFixed(1)} ms`;
report(
  {
    benchmark: 'states',
    figures: [
      {
        what: `states of ${chosen.length} sessions of ${chosen.at(-1)?.events ?? 0} to ${chosen[0]?.events ?? 0} events that differ from a fold from zero (seed ${sizes.seed})`,
        figure: `${differing.length} of ${compared}, ${fromSnapshots} from ${snapshots} snapshots (made in ${(making.tookMs / 1_000).toFixed(1)} s)`,
        bar: '0',
        met: differing.length === 0,
      },
      {
        what: 'time of one, rows of all read models and hashes',
        figure: p50(times.state),
        yardstick: `from zero ${p50(times.zero)}`,
        ratio: quantile(times.state, 0.5) / quantile(times.zero, 0.5),
      },
    ],
    details: { seed: sizes.seed, differing, snapshots, makingMs: making.tookMs, ...times },
  },
  json,
);
if (differing.length > 0) process.exitCode = 1;

/** Real or generated sessions, as a log has them that ran side by side. */
async function fill(into: Database): Promise<void> {
  await prepareGenerations(into, projections);
  const sessions: CloudEvent[][] = [];
  const found = findDataSets();
  if ('skipped' in found) {
    console.log(`generated sessions: ${found.skipped}`);
    for (let number = 0; number < generatedSessions; number += 1) sessions.push(sessionEvents(number));
  } else {
    for (const { path, repository } of found.dataSets) {
      for (const [session, rows] of await readSessions(path)) sessions.push(eventsOf(session, rows, repository));
    }
  }
  let checkpoint = firstCheckpoint('benchmark');
  let batch: CloudEvent[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const recorded = batch.map((event, index) => ({ position: checkpoint.position + 1 + index, event }));
    checkpoint = (await projectBatch(into, projections, checkpoint, recorded)).checkpoint;
    batch = [];
  };
  const open = sessions.map((events) => ({ events, next: 0 }));
  while (open.length > 0) {
    const index = Math.floor(random() * Math.min(open.length, 20));
    const one = open[index]!;
    const until = one.next + 1 + Math.floor(random() * 40);
    batch.push(...one.events.slice(one.next, until));
    one.next = until;
    if (until >= one.events.length) open.splice(index, 1);
    if (batch.length >= batchSize) await flush();
  }
  await flush();
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const places = items.map((item) => ({ item, place: random() }));
  return places.sort((a, b) => a.place - b.place).map(({ item }) => item);
}

/** A small source of numbers between 0 and 1 that a seed repeats. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
