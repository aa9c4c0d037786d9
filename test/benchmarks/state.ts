/**
 * How long it takes to know everything about a long session at any of its positions, against reading its rows once
 * with plain SQL: from the nearest snapshot, and from its first event; everything, and only what a page shows. In turns,
 * at positions spread over the session. Also what making the snapshots takes, and how large they are beside the rows.
 *
 *     npx node test/benchmarks/state.ts [--events 20000] [--every 500] [--runs 15] [--json FILE]
 */
import { openDatabase } from '@hookline/db';
import {
  firstCheckpoint,
  prepareGenerations,
  projectBatch,
  projections,
  type StateOptions,
  snapshotStep,
  stateAt,
} from '@hookline/projections';
import type { RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import pg from 'pg';
import { sessionEvents } from './projector-events.ts';
import { readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

const bar = 2;
const batchSize = 1_000;
const session = 'claude-code:00000000-0000-4000-8000-000000000000';
const { sizes, json } = readSizes({ events: 20_000, every: 500, runs: 15 });

await using database = await testDatabase();
await using db = await openDatabase(database.url);
await prepareGenerations(db, projections);
const events: RecordedEvent[] = [];
for (let number = 0; events.length < sizes.events; number += 1) {
  for (const event of sessionEvents(number)) events.push({ position: events.length + 1, event: { ...event, session } });
}
events.splice(sizes.events);
let checkpoint = firstCheckpoint('benchmark');
for (let at = 0; at < events.length; at += batchSize) {
  checkpoint = (await projectBatch(db, projections, checkpoint, events.slice(at, at + batchSize))).checkpoint;
}
const steps: number[] = [];
for (;;) {
  const step = await timed(() => snapshotStep(db, projections, session, sizes.every));
  if (step.result === undefined) break;
  steps.push(step.tookMs);
}
const plain = new pg.Client({ connectionString: database.url });
plain.on('error', () => {});
await plain.connect();
await plain.query('vacuum analyze');
const sizeOf = async (tables: string) => {
  const { rows } = await plain.query(`select sum(pg_total_relation_size(t)) as bytes from unnest(${tables}) as t(t)`);
  return Number(rows[0].bytes);
};
const snapshotBytes = await sizeOf(`array['snapshots', 'snapshot_rows']::regclass[]`);
const rowBytes = await sizeOf(`array(select ('models.' || relation)::regclass from projections where state = 'live')`);

const ways: Readonly<Record<string, StateOptions>> = {
  everything: {},
  'everything, from the first event': { snapshots: false },
  'turns, calls and plans': { models: ['turns', 'calls', 'plans'], hashed: [] },
  'hashes alone': { models: [], hashed: projections.map(({ name }) => name) },
};
const times: Record<string, { ours: number[]; rows: number[] }> = {};
for (const [what, options] of Object.entries(ways)) {
  const of = { ours: [] as number[], rows: [] as number[] };
  for (let run = -2; run < sizes.runs; run += 1) {
    const at = Math.max(1, Math.ceil((sizes.events * ((run + 2) % 5 || 5)) / 5) - (run + 2) * 7);
    const rows = await timed(() =>
      plain.query('select position, event from events where session = $1 and position <= $2', [session, at]),
    );
    const state = await timed(() => stateAt(db, session, { at }, options));
    if (run < 0) continue;
    of.rows.push(rows.tookMs / at);
    of.ours.push(state.tookMs / at);
  }
  times[what] = of;
}
await plain.end();

const shown = (of: readonly number[]) => `${(quantile(of, 0.5) * sizes.events).toFixed(0)} ms`;
const figures = Object.entries(times).map(([what, { ours, rows }]) => {
  const ratio = quantile(
    ours.map((ms, run) => ms / rows[run]!),
    0.5,
  );
  return {
    what: `state of a session of ${sizes.events} events: ${what}`,
    figure: shown(ours),
    yardstick: `its rows by plain SQL: ${shown(rows)}`,
    ratio,
    ...(what === 'everything' ? { bar: `≤ ${bar}×`, met: ratio <= bar } : {}),
  };
});
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;
report(
  {
    benchmark: 'state',
    figures: [
      ...figures,
      {
        what: `a snapshot every ${sizes.every} events: making one`,
        figure: `p50 ${quantile(steps, 0.5).toFixed(0)} ms, p95 ${quantile(steps, 0.95).toFixed(0)} ms`,
      },
      {
        what: `a snapshot every ${sizes.every} events: on the disk`,
        figure: megabytes(snapshotBytes),
        yardstick: `the rows of the read models: ${megabytes(rowBytes)}`,
        ratio: snapshotBytes / rowBytes,
      },
    ],
    details: { steps, snapshotBytes, rowBytes, times },
  },
  json,
);
