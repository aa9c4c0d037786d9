import { type Database, openDatabase } from '@hookline/db';
import { indexMemories, recall } from '@hookline/recall';
import { testDatabase } from '@hookline/testing';
import pg from 'pg';
import { quantile, timed } from '../statistics.ts';
import { madeUpMemory, sentenceFrom } from './made-up-memories.ts';
import type { BenchPart } from './part.ts';
import { randomFrom } from './random-from.ts';

const teams = Array.from({ length: 64 }, (_, index) => `team-${index}`);
const atOnce = 2_000;
const nowMs = Date.UTC(2026, 10, 1);

interface Timed {
  readonly what: string;
  readonly ms: readonly number[];
}

/** How long finding takes, in one scope of many, over all of them, and against PostgreSQL's own full text search. */
export const part: BenchPart = {
  name: 'latency',
  what: 'how long recall takes over made-up memories in 64 scopes',
  async run({ quick }) {
    const [first, second] = quick ? [3_000, 5_000] : [60_000, 100_000];
    const runs = quick ? 30 : 200;
    await using database = await testDatabase();
    await using db = await openDatabase(database.url);
    const plain = new pg.Client({ connectionString: database.url });
    await plain.connect();
    try {
      await plain.query('create table plain (scope text, id text, words tsvector)');
      const random = randomFrom(1);
      const filling = await timed(() => fill(db, plain, random, 0, first));
      await plain.query('create index on plain using gin (words)');
      await plain.query('create index on plain (scope)');
      await plain.query('vacuum analyze');
      const scoped = await ours(db, 'one scope', runs, (run) => [teams[run % teams.length]!]);
      const scopedTheirs = await theirs(plain, 'one scope', runs, (run) => [teams[run % teams.length]!]);
      const whole = await ours(db, 'all 64 scopes', runs / 4, () => teams);
      const wholeTheirs = await theirs(plain, 'all 64 scopes', Math.ceil(runs / 20), () => teams);
      await fill(db, plain, random, first, second);
      await plain.query('vacuum analyze');
      const more = await ours(db, 'one scope', runs, (run) => [teams[run % teams.length]!]);
      const moreTheirs = await theirs(plain, 'one scope', runs, (run) => [teams[run % teams.length]!]);
      const { rows } = await plain.query(
        `select sum(pg_total_relation_size(t)) / 2 ^ 20 as mb from
          unnest(array['recall_documents', 'recall_postings', 'recall_keys', 'recall_shelves']::regclass[]) t`,
      );
      const p95 = ({ ms }: Timed) => rounded(quantile(ms, 0.95));
      const line = (memories: number, way: string, all: Timed) => [
        memories,
        way,
        all.what,
        rounded(quantile(all.ms, 0.5)),
        p95(all),
      ];
      return [
        {
          title: 'Latency of one recall, 10 hits, in ms',
          columns: ['memories', 'way', 'over', 'p50', 'p95'],
          rows: [
            line(first, 'hookline recall', scoped),
            line(first, 'any word, GIN and ts_rank_cd', scopedTheirs),
            line(first, 'hookline recall', whole),
            line(first, 'any word, GIN and ts_rank_cd', wholeTheirs),
            line(second, 'hookline recall', more),
            line(second, 'any word, GIN and ts_rank_cd', moreTheirs),
          ],
          goals: [
            { what: 'p95, one scope', figure: p95(scoped), goal: 10, atLeast: false, unit: ' ms' },
            { what: `p95, all ${first}`, figure: p95(whole), goal: 150, atLeast: false, unit: ' ms' },
            {
              what: `p95 of ${second} against one indexed full text query`,
              figure: rounded(p95(more) / p95(moreTheirs)),
              goal: 3,
              atLeast: false,
              unit: '×',
            },
            { what: `p95 of ${second}, one scope`, figure: p95(more), goal: 25, atLeast: false, unit: ' ms' },
          ],
          notes: [
            `indexed ${Math.round((first * 1_000) / filling.tookMs)} memories a second; ${Math.round(rows[0].mb)} MiB on the disk for ${second}`,
            'questions of 8 words, half of them from a memory',
          ],
        },
      ];
    } finally {
      await plain.end();
    }
  },
};

async function fill(db: Database, plain: pg.Client, random: () => number, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += atOnce) {
    const memories = Array.from({ length: Math.min(atOnce, to - at) }, (_, index) =>
      madeUpMemory(random, at + index, teams[(at + index) % teams.length]!),
    );
    await db.transaction((trx) =>
      indexMemories(
        trx,
        memories.map((memory) => ({ id: memory.id, memory })),
      ),
    );
    await plain.query(
      `insert into plain select scope, id, to_tsvector('english', body) from unnest($1::text[], $2::text[], $3::text[]) t(scope, id, body)`,
      [
        memories.map(({ scope }) => scope),
        memories.map(({ id }) => id),
        memories.map(({ title, statement, keywords }) => `${title} ${statement} ${keywords}`),
      ],
    );
  }
}

/** Half of the words are those of a memory, so that something answers. */
function questionAt(run: number): string {
  const memory = madeUpMemory(randomFrom(run + 1_000), run, 'asked');
  return `${memory.statement.split(' ').slice(0, 4).join(' ')} ${sentenceFrom(randomFrom(run + 5_000), 4)}`;
}

const warmUp = 5;

async function ours(db: Database, what: string, runs: number, asked: (run: number) => string[]): Promise<Timed> {
  const ms: number[] = [];
  for (let run = -warmUp; run < runs; run += 1) {
    const whereabouts = { tenant: 'default', teams: asked(Math.abs(run)) };
    const { tookMs } = await timed(() => recall(db, { query: questionAt(run) }, whereabouts, nowMs));
    if (run >= 0) ms.push(tookMs);
  }
  return { what, ms };
}

async function theirs(plain: pg.Client, what: string, runs: number, asked: (run: number) => string[]): Promise<Timed> {
  const ms: number[] = [];
  for (let run = -warmUp; run < runs; run += 1) {
    const { tookMs } = await timed(() =>
      plain.query(
        `select id from plain, (select replace(plainto_tsquery('english', $1)::text, '&', '|')::tsquery as asked) q
        where scope = any($2) and words @@ asked order by ts_rank_cd(words, asked) desc, id limit 10`,
        [questionAt(run), asked(Math.abs(run)).map((team) => `team:${team}`)],
      ),
    );
    if (run >= 0) ms.push(tookMs);
  }
  return { what, ms };
}

const rounded = (value: number) => Math.round(value * 10) / 10;
