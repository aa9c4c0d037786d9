/**
 * Real sessions of real people on a bus of its own: how long the API takes to list them, to show one, to page through
 * the largest, against reading the same rows once with plain SQL; and whether what it counts is what the rows say.
 * The data is not part of this repository; without it the benchmark says so and ends well.
 *
 *     npx node test/benchmarks/real-sessions.ts [--sessions 372] [--runs 60] [--json FILE]
 */
import { join } from 'node:path';
import { startServers } from '@hookline/servers';
import { tempDir } from '@hookline/testing';
import pg from 'pg';
import { z } from 'zod';
import { BusProcess } from './bus-process.ts';
import { untilProjected } from './projected.ts';
import { countRows, type RowCounts } from './real-sessions/counts.ts';
import { type DataSet, findDataSets } from './real-sessions/data-sets.ts';
import { feed } from './real-sessions/feed.ts';
import { type NormalisedRow, readSessions } from './real-sessions/read-rows.ts';
import { eventsOf } from './real-sessions/to-events.ts';
import { type Figure, readSizes, report } from './report.ts';
import { quantile, timed } from './statistics.ts';

const benchmark = 'real-sessions';
const barMs = 100;
const { sizes, json } = readSizes({ sessions: 10_000, runs: 60 });
interface Question {
  readonly what: string;
  ask(round: number): Promise<unknown>;
  plain(round: number): Promise<void>;
}

const models = ['turns', 'calls', 'messages', 'files', 'agents', 'plans', 'usage'];

const shape = z.looseObject({
  session: z.string(),
  title: z.string().nullable(),
  events: z.number(),
  turns: z.number(),
  calls: z.number(),
  openCalls: z.number(),
  failures: z.number(),
  lastPosition: z.number(),
});
type Shown = z.infer<typeof shape>;

const found = findDataSets();
if ('skipped' in found) report({ benchmark, figures: [], skipped: found.skipped }, json);
else await run(found.dataSets);

async function run(dataSets: readonly DataSet[]): Promise<void> {
  await using folder = await tempDir();
  await using servers = await startServers({ home: join(folder.path, 'servers') });
  await using bus = await BusProcess.start(join(folder.path, 'bus'), {
    env: { HOOKLINE_NATS_URL: servers.nats.url, HOOKLINE_DATABASE_URL: servers.postgres.url },
  });
  const client = bus.client();
  const sql = new pg.Client({ connectionString: servers.postgres.url });
  sql.on('error', () => {});
  await sql.connect();

  const sessions: { session: string; rows: NormalisedRow[]; repository: string }[] = [];
  for (const { path, repository } of dataSets) {
    for (const [session, rows] of await readSessions(path)) sessions.push({ session, rows, repository });
  }
  sessions.splice(sizes.sessions);
  const total = { rows: 0, events: 0, stored: 0, known: 0, refused: 0 };
  let last = 0;
  const feeding = await timed(async () => {
    for (const { session, rows, repository } of sessions) {
      const events = eventsOf(session, rows, repository);
      const fed = await feed(client, events);
      total.rows += rows.length;
      total.events += events.length;
      total.stored += fed.stored;
      total.known += fed.known;
      total.refused += fed.refused.length;
      last = Math.max(last, fed.last);
      for (const refusal of fed.refused.slice(0, 3)) console.log(`refused: ${JSON.stringify(refusal)}`);
    }
    await untilProjected(client, last);
  });
  console.log(
    `${sessions.length} sessions, ${total.rows} rows, ${total.events} events: ${total.stored} stored, ${total.known} known, ` +
      `${total.refused} refused; in the read models after ${(feeding.tookMs / 1000).toFixed(1)} s`,
  );
  await sql.query('analyze');

  const shown: Shown[] = [];
  for await (const row of client.sessions({ limit: 1000 })) shown.push(shape.parse(row));
  const differences = compare(sessions, shown);
  printTotals(sessions, shown);
  for (const line of differences) console.log(line);

  const largest = shown.toSorted((a, b) => b.events - a.events)[0]!;
  console.log(`largest: ${largest.session}, ${largest.events} events, ${largest.calls} calls, "${largest.title}"`);
  const path = `/v1/sessions/${encodeURIComponent(largest.session)}`;
  const of = (text: string) => async () => void (await sql.query(text, [largest.session]));
  const questions: Question[] = [
    {
      what: 'GET /v1/sessions, 100 of them',
      ask: () => client.request('GET', '/v1/sessions', { query: { limit: 100 } }),
      plain: async () => void (await sql.query('select * from read.sessions order by last_event_at desc limit 100')),
    },
    {
      what: 'GET /v1/sessions/{id}, each in turn',
      ask: (round) => client.request('GET', `/v1/sessions/${encodeURIComponent(shown[round % shown.length]!.session)}`),
      plain: async (round) =>
        void (await sql.query('select * from read.sessions where session = $1', [
          shown[round % shown.length]!.session,
        ])),
    },
    {
      what: 'timeline of the largest, 100 entries',
      ask: () => client.request('GET', `${path}/timeline`),
      plain: async () => {
        for (const model of models) {
          await of(`select * from read.${model} where session = $1 order by order_key, position limit 100`)();
        }
      },
    },
    {
      what: 'events of the largest, 500 of them',
      ask: () => client.request('GET', `${path}/events`),
      plain: of('select position, event from events where session = $1 order by order_key, position limit 500'),
    },
    {
      what: 'state of the largest at its end',
      ask: () => client.request('GET', `${path}/state?at=${largest.lastPosition}`),
      plain: of('select position, event from events where session = $1 order by order_key, position'),
    },
  ];
  const figures: Figure[] = [];
  const details: Record<string, { ours: number[]; plain: number[] }> = {};
  for (const { what, ask, plain } of questions) {
    const times = { ours: [] as number[], plain: [] as number[] };
    for (let round = -3; round < sizes.runs; round += 1) {
      const plainly = await timed(() => plain(round + 3));
      const answer = await timed(() => ask(round + 3));
      if (round < 0) continue;
      times.plain.push(plainly.tookMs);
      times.ours.push(answer.tookMs);
    }
    details[what] = times;
    const [p50, p95] = [quantile(times.ours, 0.5), quantile(times.ours, 0.95)];
    figures.push({
      what,
      figure: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
      yardstick: `plain SQL p50 ${quantile(times.plain, 0.5).toFixed(1)} ms, p95 ${quantile(times.plain, 0.95).toFixed(1)} ms`,
      ratio: p50 / quantile(times.plain, 0.5),
      bar: `p95 ≤ ${barMs} ms`,
      met: p95 <= barMs,
    });
  }
  await sql.end();
  report({ benchmark, figures, details: { ...total, feedMs: feeding.tookMs, differences, times: details } }, json);
}

function compare(sessions: readonly { session: string; rows: NormalisedRow[] }[], shown: readonly Shown[]): string[] {
  const differences: string[] = [];
  for (const { session, rows } of sessions) {
    const row = shown.find((one) => one.session === `claude-code:${session}`);
    const { prompts, calls, errors } = countRows(rows);
    if (row === undefined) {
      differences.push(`${session}: not shown; its rows hold ${prompts} prompts and ${calls} calls`);
      continue;
    }
    const unlike = [
      ['turns', row.turns, prompts],
      ['calls', row.calls, calls],
      ['failures', row.failures, errors],
    ].flatMap(([name, ours, theirs]) => (ours === theirs ? [] : [`${name} ${ours} for ${theirs}`]));
    if (unlike.length > 0) differences.push(`${session}: ${unlike.join(', ')}`);
  }
  return differences;
}

function printTotals(sessions: readonly { rows: NormalisedRow[] }[], shown: readonly Shown[]): void {
  const counts = sessions.map(({ rows }) => countRows(rows));
  const others: Record<string, number> = {};
  for (const { notPrompts } of counts) {
    for (const [what, count] of Object.entries(notPrompts)) others[what] = (others[what] ?? 0) + count;
  }
  const sum = (name: Exclude<keyof RowCounts, 'notPrompts'>) => counts.reduce((total, each) => total + each[name], 0);
  const ours = (name: 'turns' | 'calls' | 'openCalls' | 'failures') =>
    shown.reduce((total, row) => total + row[name], 0);
  console.log(
    `not counted as prompts: ${Object.entries(others)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}`,
  );
  console.log(
    `prompts ${ours('turns')} for ${sum('prompts')}, calls ${ours('calls')} for ${sum('calls')}, failures ${ours('failures')} ` +
      `for ${sum('errors')}, without a result ${ours('openCalls')} for ${sum('unanswered')}; ` +
      `${shown.filter(({ title }) => !title).length} of ${shown.length} sessions without a title`,
  );
}
