import type { Database } from '@hookline/db';
import type { PlanItem } from '@hookline/projections';
import { type RawBuilder, sql } from 'kysely';
import { beginningOf } from './beginning.ts';
import type {
  AgentOutline,
  CallOutline,
  FileOutline,
  MessageOutline,
  PlanOutline,
  TurnOutline,
  UsageOutline,
} from './outline.ts';
import type { Places } from './read-places.ts';
import { isCommit, oneLine, pathOfCall, wordsOfCall } from './words.ts';

/** Which rows the events after a position speak of. */
export interface Touched {
  readonly after: number;
  readonly ids: readonly string[];
  readonly turns: readonly string[];
  readonly calls: readonly string[];
  readonly usage: readonly string[];
}

/** Of texts only so many characters are read: more than a line shows, less than most inputs are. */
const charactersMax = 900;

interface Placed {
  readonly position: number;
  readonly order: string;
}

/** One question per kind of entry, for all rows of a session or for those that were touched. */
export function entryReaders(db: Database, session: string, places: Places, touched: Touched | undefined) {
  const plain = db.kysely.withoutPlugins();
  const only = (column: string, keys: readonly string[] | undefined): RawBuilder<unknown> =>
    keys === undefined ? sql`` : sql`and ${sql.ref(column)} = any(${keys})`;
  const read = async <Row>(view: string, columns: RawBuilder<unknown>, which: RawBuilder<unknown>) => {
    const { rows } = await sql<Row & Placed>`
      select position, order_key as "order", ${columns} from ${sql.table(view)}
      where session = ${session} ${which} order by order_key, position`.execute(plain);
    return rows;
  };
  const beginning = (column: string) => sql`left(${sql.ref(column)}::text, ${sql.lit(charactersMax)})`;
  const spanOf = (row: Placed & { id: string; agent: string | null; ended?: number | null }) => ({
    id: row.id,
    start: places.startOf(row.position, row.order),
    end: places.endOf(row.ended ?? null),
    agent: row.agent,
  });
  /** What happened at one event and is over with it. */
  const pointOf = (row: Placed & { id: string; agent: string | null }) => {
    const start = places.startOf(row.position, row.order);
    return { id: row.id, start, end: start, agent: row.agent };
  };

  return {
    async turns(): Promise<TurnOutline[]> {
      type Row = { id: string; agent: string | null; ended: number | null; outcome: string; by: string; words: string };
      const columns = sql`turn as id, agent, ended_position as ended, outcome, "by", ${beginning('prompt')} as words`;
      const rows = await read<Row>('read.turns', columns, only('turn', touched?.turns));
      return rows.map((row) => ({
        ...spanOf(row),
        outcome: row.outcome,
        by: row.by,
        words: oneLine(row.words === null ? '' : beginningOf(row.words)),
      }));
    },

    async calls(): Promise<CallOutline[]> {
      type Row = Pick<CallOutline, 'id' | 'agent' | 'turn' | 'tool' | 'outcome' | 'exitCode' | 'durationMs'> & {
        effects: { type: string; object?: string }[] | null;
        ended: number | null;
        description: string | null;
        input: string | null;
        background: string | null;
        backgroundOutcome: string | null;
      };
      const columns = sql`call as id, agent, turn, tool, outcome, exit_code as "exitCode", duration_ms as "durationMs",
        effects, ended_position as ended, left(description, 300) as description, ${beginning('input')} as input,
        background, background_outcome as "backgroundOutcome"`;
      const rows = await read<Row>('read.calls', columns, only('call', touched?.calls));
      return rows.map((row) => ({
        ...spanOf(row),
        turn: row.turn,
        tool: row.tool,
        outcome: row.outcome,
        exitCode: row.exitCode,
        durationMs: row.durationMs === null ? null : Math.round(row.durationMs),
        words: wordsOfCall(row),
        path: pathOfCall(row),
        asksPerson: row.effects?.some(({ type }) => type === 'ask.person') ?? false,
        commits: row.outcome === 'ok' && isCommit(row.effects),
        background: row.background === null ? null : (row.backgroundOutcome ?? 'running'),
      }));
    },

    async messages(): Promise<MessageOutline[]> {
      type Row = { id: string; agent: string | null; role: string; text: string | null; thinking: string | null };
      const columns = sql`message as id, agent, role, ${beginning('text')} as text, ${beginning('thinking')} as thinking`;
      const rows = await read<Row>('read.messages', columns, only('message', touched?.ids));
      return rows.map((row) => {
        const said = oneLine(row.text === null ? '' : beginningOf(row.text));
        const thought = said === '' && row.thinking !== null ? oneLine(beginningOf(row.thinking)) : '';
        return { ...pointOf(row), role: row.role, thinking: thought !== '', words: said || thought };
      });
    },

    async files(): Promise<FileOutline[]> {
      type Row = Omit<FileOutline, 'start' | 'end'>;
      const columns = sql`file as id, agent, path, how, change, call, lines_added as added, lines_removed as removed`;
      const rows = await read<Row>('read.files', columns, only('file', touched?.ids));
      return rows.map(({ position, order, ...row }) => ({ ...row, ...pointOf({ position, order, ...row }) }));
    },

    /** Few, so always all of them. Their rows do not say which event ended them. */
    async agents(): Promise<AgentOutline[]> {
      type Row = {
        id: string;
        agent: string | null;
        name: string | null;
        outcome: string;
        call: string | null;
        description: string | null;
        prompt: string | null;
      };
      const columns = sql`agent as id, parent as agent, type as name, outcome, call, left(description, 300) as description,
        ${beginning('prompt')} as prompt`;
      const rows = await read<Row>('read.agents', columns, sql``);
      if (rows.length === 0) return [];
      const { rows: ends } = await sql<{ position: number; agent: unknown }>`
        select position, event->'data'->'agent' as agent from events
        where position = any(${places.ofKind('agent.ended')}) order by order_key, position`.execute(plain);
      const endOf = new Map(ends.map(({ agent, position }) => [agent, position]));
      return rows.map((row) => ({
        ...spanOf({ ...row, ended: endOf.get(row.id) ?? null }),
        name: row.name,
        outcome: row.outcome,
        call: row.call,
        words: oneLine(row.description ?? (row.prompt === null ? '' : beginningOf(row.prompt))),
      }));
    },

    async plans(): Promise<PlanOutline[]> {
      type Row = { id: string; agent: string | null; whole: boolean; items: PlanItem[] };
      const rows = await read<Row>('read.plans', sql`plan as id, agent, whole, items`, only('plan', touched?.ids));
      return rows.map((row) => ({ ...pointOf(row), whole: row.whole, items: row.items }));
    },

    async usage(): Promise<UsageOutline[]> {
      type Row = Omit<UsageOutline, 'start' | 'end'>;
      const columns = sql`message as id, agent, model, input_tokens as input, output_tokens as output,
        cache_read_tokens as "cacheRead", cache_write_tokens as "cacheWrite", cost_usd as "costUsd"`;
      const rows = await read<Row>('read.usage', columns, only('message', touched?.usage));
      return rows.map(({ position, order, ...row }) => ({ ...row, ...pointOf({ position, order, ...row }) }));
    },
  };
}
