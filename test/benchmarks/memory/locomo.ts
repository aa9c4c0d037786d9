import { basename } from 'node:path';
import { openDatabase } from '@hookline/db';
import { testDatabase } from '@hookline/testing';
import { sql } from 'kysely';
import { quantile, timed } from '../statistics.ts';
import { type Conversation, type Question, readConversations } from './locomo-data.ts';
import { baselines, product, type Way } from './locomo-ways.ts';
import type { BenchPart, BenchTable } from './part.ts';
import { percent, type RetrievalScores, scoresOf } from './retrieval-scores.ts';

interface Answered {
  readonly category: number;
  readonly turn: RetrievalScores;
  readonly session: RetrievalScores;
  readonly tookMs: number;
}

const categories = ['multi-hop', 'temporal', 'open-domain', 'single-hop', 'adversarial'];

/** Finding the turns and the sessions of a conversation that answer a question. */
export const part: BenchPart = {
  name: 'locomo',
  what: 'LoCoMo: turns and sessions of long conversations, found inside their conversation',
  async run({ locomo, quick }) {
    if (locomo.length === 0) return { skipped: 'no file of LoCoMo; --locomo FILE names one' };
    const conversations = new Map<string, Conversation>();
    for (const file of locomo) {
      for (const one of readConversations(file)) if (!conversations.has(one.name)) conversations.set(one.name, one);
    }
    const asked = [...conversations.values()].slice(0, quick ? 1 : undefined);
    await using database = await testDatabase();
    await using db = await openDatabase(database.url);
    const ways = [...baselines, product];
    for (const way of ways) for (const conversation of asked) await way.prepare(db, conversation);
    await sql`analyze`.execute(db.kysely);
    const answers = new Map<Way, Answered[]>(ways.map((way) => [way, []]));
    for (const conversation of asked) {
      for (const question of conversation.questions) {
        for (const way of ways) {
          const { result, tookMs } = await timed(() => way.find(db, conversation, question.question));
          answers.get(way)!.push({ ...scored(result, question), tookMs });
        }
      }
    }
    const notes = [
      `${locomo.map((file) => basename(file)).join(', ')}: ${asked.length} conversations, ${sum(asked, ({ turns }) => turns.length)} turns, ${sum(asked, ({ questions }) => questions.length)} questions`,
    ];
    return [turnTable(answers, notes), sessionTable(answers, notes)];
  },
};

function scored(ranking: readonly string[], { category, evidence }: Question): Omit<Answered, 'tookMs'> {
  const sessionOf = (id: string) => id.slice(0, id.indexOf(':'));
  return {
    category,
    turn: scoresOf(ranking, new Set(evidence)),
    session: scoresOf([...new Set(ranking.map(sessionOf))], new Set(evidence.map(sessionOf))),
  };
}

function turnTable(answers: ReadonlyMap<Way, readonly Answered[]>, notes: readonly string[]): BenchTable {
  const ours = answers.get(product)!;
  return {
    title: 'LoCoMo, turn level: fraction of the evidence found',
    columns: ['way', 'R@5', 'R@10', 'R@20', 'MRR', 'nDCG@10', ...categories.map((name) => `R@10 ${name}`), 'ms p50'],
    rows: [...answers].map(([{ name }, all]) => [
      name,
      percent(all, ({ turn }) => turn.recall[5]),
      percent(all, ({ turn }) => turn.recall[10]),
      percent(all, ({ turn }) => turn.recall[20]),
      percent(all, ({ turn }) => turn.mrr),
      percent(all, ({ turn }) => turn.ndcg10),
      ...categories.map((_, index) =>
        percent(
          all.filter(({ category }) => category === index + 1),
          ({ turn }) => turn.recall[10],
        ),
      ),
      Math.round(
        10 *
          quantile(
            all.map(({ tookMs }) => tookMs),
            0.5,
          ),
      ) / 10,
    ]),
    goals: [
      { what: 'R@10', figure: percent(ours, ({ turn }) => turn.recall[10]), goal: 80, unit: '%' },
      { what: 'nDCG@10', figure: percent(ours, ({ turn }) => turn.ndcg10), goal: 61, unit: '%' },
    ],
    notes,
  };
}

function sessionTable(answers: ReadonlyMap<Way, readonly Answered[]>, notes: readonly string[]): BenchTable {
  const ours = answers.get(product)!;
  return {
    title: 'LoCoMo, session level: sessions in the order of their best turn',
    columns: ['way', 'hit@1', 'hit@5', 'R@10', 'MRR'],
    rows: [...answers].map(([{ name }, all]) => [
      name,
      percent(all, ({ session }) => session.hit[1]),
      percent(all, ({ session }) => session.hit[5]),
      percent(all, ({ session }) => session.recall[10]),
      percent(all, ({ session }) => session.mrr),
    ]),
    goals: [
      { what: 'hit@1', figure: percent(ours, ({ session }) => session.hit[1]), goal: 76, unit: '%' },
      { what: 'hit@5', figure: percent(ours, ({ session }) => session.hit[5]), goal: 93.5, unit: '%' },
      { what: 'R@10', figure: percent(ours, ({ session }) => session.recall[10]), goal: 93.5, unit: '%' },
      { what: 'MRR', figure: percent(ours, ({ session }) => session.mrr), goal: 84, unit: '%' },
    ],
    notes,
  };
}

const sum = <One>(all: readonly One[], of: (one: One) => number) => all.reduce((total, one) => total + of(one), 0);
