import type { Database } from '@hookline/db';
import { indexSaid, recall } from '@hookline/recall';
import { sql } from 'kysely';
import type { Conversation } from './locomo-data.ts';

/** A way of finding turns of one conversation. */
export interface Way {
  readonly name: string;
  prepare(db: Database, conversation: Conversation): Promise<void>;
  /** Ids of turns, best first, at most 100. */
  find(db: Database, conversation: Conversation, question: string): Promise<string[]>;
}

const most = 100;
const projectOf = ({ name }: Conversation) => `locomo/${name}`;

/** The recall of the product as it is: a conversation is a project, its sessions are sessions, its turns are prompts. */
export const product: Way = {
  name: 'hookline recall',
  async prepare(db, conversation) {
    const sessions = Map.groupBy(conversation.turns, ({ session }) => session);
    await db.transaction(async (trx) => {
      for (const [session, turns] of sessions) {
        await indexSaid(
          trx,
          `${projectOf(conversation)}/${session}`,
          turns.map(({ id, speaker, time, text }) => ({
            position: positionOf(conversation, id),
            project: projectOf(conversation),
            actor: speaker,
            time,
            by: 'person' as const,
            text,
          })),
        );
      }
    });
  },
  async find(db, conversation, question) {
    const whereabouts = { tenant: 'default', project: projectOf(conversation), teams: [] };
    const { hits } = await recall(
      db,
      { query: question, limit: most, tokens: 100_000 },
      whereabouts,
      Date.parse(conversation.turns.at(-1)!.time),
    );
    return hits.map(({ memory }) => idAt(conversation, Number(memory.slice('said_'.length))));
  },
};

const offsets = new Map<string, number>();
let next = 0;

function positionOf(conversation: Conversation, id: string): number {
  const key = projectOf(conversation);
  if (!offsets.has(key)) {
    offsets.set(key, next);
    next += conversation.turns.length;
  }
  return offsets.get(key)! + conversation.turns.findIndex((turn) => turn.id === id) + 1;
}

function idAt(conversation: Conversation, position: number): string {
  return conversation.turns[position - offsets.get(projectOf(conversation))! - 1]!.id;
}

/** PostgreSQL's own full text search over date, speaker and text. */
function fullText(name: string, asked: (question: string) => ReturnType<typeof sql>): Way {
  return {
    name,
    async prepare(db, conversation) {
      await sql`create table if not exists bench_turns (conversation text, id text, words tsvector)`.execute(db.kysely);
      await sql`create index if not exists bench_turns_words on bench_turns using gin (words)`.execute(db.kysely);
      const { rows } = await sql`select from bench_turns where conversation = ${conversation.name} limit 1`.execute(
        db.kysely,
      );
      if (rows.length > 0) return;
      await sql`
        insert into bench_turns
        select ${conversation.name}, id, to_tsvector('english', body)
        from unnest(${conversation.turns.map(({ id }) => id)}::text[],
          ${conversation.turns.map(({ time, speaker, text }) => `${dayOf(time)} ${speaker}: ${text}`)}::text[]) t(id, body)
      `.execute(db.kysely);
    },
    async find(db, conversation, question) {
      const { rows } = await sql<{ id: string }>`
        select id from bench_turns, (select ${asked(question)} as asked) q
        where conversation = ${conversation.name} and words @@ asked
        order by ts_rank_cd(words, asked) desc, id limit ${most}`.execute(db.kysely);
      return rows.map(({ id }) => id);
    },
  };
}

const dayOf = (time: string) =>
  new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** BM25 with k1 1.2 and b 0.75 over stemmed words of date, speaker and text, without anything else. */
function plainBm25(): Way {
  const lexemes = new Map<string, Map<string, Map<string, number>>>();
  return {
    name: 'plain BM25',
    async prepare(db, conversation) {
      const { rows } = await sql<{ id: string; lexeme: string; times: number }>`
        select id, lexeme, coalesce(array_length(positions, 1), 1) as times from bench_turns, unnest(words)
        where conversation = ${conversation.name}`.execute(db.kysely);
      const turns = new Map<string, Map<string, number>>(conversation.turns.map(({ id }) => [id, new Map()]));
      for (const { id, lexeme, times } of rows) turns.get(id)!.set(lexeme, times);
      lexemes.set(conversation.name, turns);
    },
    async find(db, conversation, question) {
      const { rows } = await sql<{ lexeme: string }>`
        select lexeme from unnest(to_tsvector('english', ${question}))`.execute(db.kysely);
      const turns = lexemes.get(conversation.name)!;
      const lengths = new Map([...turns].map(([id, words]) => [id, [...words.values()].reduce((a, b) => a + b, 0)]));
      const mean = [...lengths.values()].reduce((a, b) => a + b, 0) / turns.size;
      const scores = new Map<string, number>();
      for (const { lexeme } of rows) {
        const having = [...turns].flatMap(([id, words]) =>
          words.has(lexeme) ? [[id, words.get(lexeme)!] as const] : [],
        );
        const rarity = Math.log(1 + (turns.size - having.length + 0.5) / (having.length + 0.5));
        for (const [id, times] of having) {
          const gain = (rarity * times * 2.2) / (times + 1.2 * (0.25 + (0.75 * lengths.get(id)!) / mean));
          scores.set(id, (scores.get(id) ?? 0) + gain);
        }
      }
      return [...scores]
        .sort((a, b) => b[1] - a[1])
        .slice(0, most)
        .map(([id]) => id);
    },
  };
}

/** What ours is compared with, over the same turns and questions. */
export const baselines: readonly Way[] = [
  fullText(
    'PostgreSQL websearch (all words), ts_rank_cd',
    (question) => sql`websearch_to_tsquery('english', ${question})`,
  ),
  fullText(
    'PostgreSQL any word, ts_rank_cd',
    (question) => sql`replace(plainto_tsquery('english', ${question})::text, '&', '|')::tsquery`,
  ),
  plainBm25(),
];
