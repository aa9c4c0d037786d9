/**
 * How long it takes to find sessions of real people (ranked, grouped, with marked snippets), against one full-text query
 * of PostgreSQL over the same texts with a GIN index, in turns. Also what making the index takes and how large it is
 * beside the read models. The data is not part of this repository; without it nothing is measured.
 *
 *     npx node test/benchmarks/search.ts [--sessions 400] [--runs 5] [--json FILE]
 */
import { openDatabase } from '@hookline/db';
import { firstCheckpoint, prepareGenerations, projectBatch, projections } from '@hookline/projections';
import type { RecordedEvent } from '@hookline/schemas';
import { findSessions, indexNext, noteChanges, parseQuery } from '@hookline/search';
import { testDatabase } from '@hookline/testing';
import pg from 'pg';
import { findDataSets } from './real-sessions/data-sets.ts';
import { readSessions } from './real-sessions/read-rows.ts';
import { eventsOf } from './real-sessions/to-events.ts';
import { readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

const bar = 3;
const batchSize = 1_000;
const { sizes, json } = readSizes({ sessions: 400, runs: 5 });
const found = findDataSets();
if ('skipped' in found) {
  report({ benchmark: 'search', figures: [], skipped: found.skipped }, json);
} else {
  await using database = await testDatabase();
  await using db = await openDatabase(database.url);
  await prepareGenerations(db, projections);
  const events: RecordedEvent[] = [];
  let sessions = 0;
  for (const { path, repository } of found.dataSets) {
    for (const [session, rows] of await readSessions(path)) {
      if (sessions >= sizes.sessions) break;
      sessions += 1;
      for (const event of eventsOf(session, rows, repository)) events.push({ position: events.length + 1, event });
    }
  }
  let checkpoint = firstCheckpoint('benchmark');
  for (let at = 0; at < events.length; at += batchSize) {
    checkpoint = (await projectBatch(db, projections, checkpoint, events.slice(at, at + batchSize))).checkpoint;
  }
  const indexing = await timed(async () => {
    await noteChanges(db);
    while ((await indexNext(db)) !== undefined);
  });
  const plain = new pg.Client({ connectionString: database.url });
  plain.on('error', () => {});
  await plain.connect();
  await plain.query(`
    create table plain as select number, unit, to_tsvector('english', (
      select string_agg(piece ->> 'text', ' ') from json_array_elements(pieces) piece)) as words
    from search_units`);
  await plain.query('create index on plain using gin (words)');
  await plain.query('vacuum analyze');
  const sizeOf = async (tables: string) => {
    const { rows } = await plain.query(`select sum(pg_total_relation_size(t)) as bytes from unnest(${tables}) as t(t)`);
    return Number(rows[0].bytes);
  };
  const indexBytes = await sizeOf(
    `array['search_units', 'search_postings', 'search_calls', 'search_sessions']::regclass[]`,
  );
  const rowBytes = await sizeOf(
    `array(select ('models.' || relation)::regclass from projections where state = 'live')`,
  );

  const asked = [
    'why does the linter complain about unchecked errors',
    'flaky integration test in the checkpoint strategy',
    'transcript of a gemini session is not restored',
    'how are commits attributed to the agent',
    'rename the settings file and keep the old one working',
    'cleanup of shadow branches',
    'context evaluator report page layout',
    'telemetry opt out',
  ];
  const reach = { asOf: new Date().toISOString(), timeOf: (text: string) => text };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let run = 0; run <= sizes.runs; run += 1) {
    for (const text of asked) {
      const full = await timed(() =>
        plain.query(
          `select number, unit, ts_rank(words, asked) as rank from plain,
            (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as asked) q
          where words @@ asked order by rank desc limit 20`,
          [text],
        ),
      );
      const search = await timed(() => findSessions(db, parseQuery(text), reach, { limit: 20 }));
      if (run === 0) continue;
      theirs.push(full.tookMs);
      ours.push(search.tookMs);
    }
  }
  await plain.end();
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const figures = [0.5, 0.95].map((share) => {
    const ratio = quantile(ours, share) / quantile(theirs, share);
    return {
      what: `20 sessions with snippets, p${share * 100}`,
      figure: ms(quantile(ours, share)),
      yardstick: `GIN and ts_rank, 20 ids: ${ms(quantile(theirs, share))}`,
      ratio,
      ...(share === 0.95 && { bar: `≤ ${bar}`, met: ratio <= bar }),
    };
  });
  report(
    {
      benchmark: 'search',
      figures: [
        ...figures,
        {
          what: 'index made, events a second',
          figure: Math.round((events.length * 1_000) / indexing.tookMs).toString(),
        },
        {
          what: 'index on the disk',
          figure: `${(indexBytes / 2 ** 20).toFixed(0)} MiB`,
          yardstick: `rows of read models: ${(rowBytes / 2 ** 20).toFixed(0)} MiB`,
          ratio: indexBytes / rowBytes,
        },
      ],
      details: { sessions, events: events.length, indexingMs: indexing.tookMs, ours, theirs },
    },
    json,
  );
}
