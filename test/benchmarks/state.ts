/**
 * How long it takes to know everything about a long session at any of its positions, against reading its rows once
 * with plain SQL. In turns, at positions spread over the session.
 *
 *     npx node test/benchmarks/state.ts [--events 20000] [--runs 15] [--json FILE]
 */
import { openDatabase, readSession } from '@hookline/db';
import { firstCheckpoint, foldEvents, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import type { RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import pg from 'pg';
import { sessionEvents } from './projector-events.ts';
import { readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

const bar = 2;
const batchSize = 1_000;
const session = 'claude-code:00000000-0000-4000-8000-000000000000';
const { sizes, json } = readSizes({ events: 20_000, runs: 15 });

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
const plain = new pg.Client({ connectionString: database.url });
plain.on('error', () => {});
await plain.connect();
await plain.query('analyze');

const times = { state: [] as number[], reading: [] as number[], folding: [] as number[], rows: [] as number[] };
for (let run = -2; run < sizes.runs; run += 1) {
  const until = Math.ceil((sizes.events * ((run + 2) % 5 || 5)) / 5);
  const rows = await timed(() =>
    plain.query('select position, event from events where session = $1 and position <= $2', [session, until]),
  );
  const read = await timed(() => readSession(db, session, { until, limit: sizes.events }));
  const folded = await timed(async () => foldEvents(read.result));
  if (run < 0) continue;
  times.rows.push(rows.tookMs / until);
  times.reading.push(read.tookMs / until);
  times.folding.push(folded.tookMs / until);
  times.state.push((read.tookMs + folded.tookMs) / until);
}
await plain.end();

const shown = (of: readonly number[]) => `${(quantile(of, 0.5) * sizes.events).toFixed(0)} ms`;
const ratio = quantile(
  times.state.map((ms, run) => ms / times.rows[run]!),
  0.5,
);
report(
  {
    benchmark: 'state',
    figures: [
      {
        what: `state of a session of ${sizes.events} events (reading ${shown(times.reading)}, folding ${shown(times.folding)})`,
        figure: shown(times.state),
        yardstick: `its rows by plain SQL: ${shown(times.rows)}`,
        ratio,
        bar: `≤ ${bar}×`,
        met: ratio <= bar,
      },
    ],
    details: times,
  },
  json,
);
