import type { PlanItem } from '@hookline/projections';

/** Lists of one length, a field each. */
type Columns<Row> = { readonly [Field in keyof Row]: readonly Row[Field][] };

/** Where an entry begins and ends: numbers of events in session order; `end` is -1 while it goes on. */
interface Span {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  /** Who did it; of an agent its parent. */
  readonly agent: string | null;
}

export interface TurnBrief extends Span {
  readonly type: 'turn';
  readonly outcome: string;
  readonly by: string | null;
  readonly words: string;
}

export interface CallBrief extends Span {
  readonly type: 'call';
  readonly turn: string | null;
  readonly tool: string | null;
  readonly outcome: string;
  readonly exitCode: number | null;
  readonly durationMs: number | null;
  readonly words: string;
  readonly path: string | null;
  readonly asksPerson: boolean;
  readonly commits: boolean;
  /** What it left running: `running`, or how that ended. */
  readonly background: string | null;
}

export interface MessageBrief extends Span {
  readonly type: 'message';
  readonly role: string;
  readonly thinking: boolean;
  readonly words: string;
}

export interface FileBrief extends Span {
  readonly type: 'file';
  readonly path: string;
  readonly how: string;
  readonly change: string | null;
  readonly call: string | null;
  readonly added: number | null;
  readonly removed: number | null;
}

export interface AgentBrief extends Span {
  readonly type: 'agent';
  readonly name: string | null;
  readonly outcome: string;
  readonly call: string | null;
  readonly words: string;
}

export interface PlanBrief extends Span {
  readonly type: 'plan';
  readonly whole: boolean;
  readonly items: readonly PlanItem[];
}

export interface UsageBrief extends Span {
  readonly type: 'usage';
  readonly model: string | null;
  readonly input: number | null;
  readonly output: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly costUsd: number | null;
}

/** An entry of the time line without what it was given and gave back. */
export type Brief = TurnBrief | CallBrief | MessageBrief | FileBrief | AgentBrief | PlanBrief | UsageBrief;

/** A question to a person, or an answer of one. */
interface Ask {
  readonly event: number;
  readonly about: string;
  readonly answered: boolean;
}

/** What `GET /v1/sessions/{id}/outline` answers. */
export interface OutlineAnswer {
  readonly session: string;
  readonly last: number;
  readonly whole: boolean;
  readonly first: number;
  readonly events: {
    readonly position: readonly number[];
    readonly atMs: readonly number[];
    readonly kind: readonly number[];
  };
  readonly kinds: readonly string[];
  readonly asks: Columns<Ask>;
  readonly turns: Columns<Omit<TurnBrief, 'type'>>;
  readonly calls: Columns<Omit<CallBrief, 'type'>>;
  readonly messages: Columns<Omit<MessageBrief, 'type'>>;
  readonly files: Columns<Omit<FileBrief, 'type'>>;
  readonly agents: Columns<Omit<AgentBrief, 'type'>>;
  readonly plans: Columns<Omit<PlanBrief, 'type'>>;
  readonly usage: Columns<Omit<UsageBrief, 'type'>>;
}

/** The same as one reads it. Entries stand in session order. */
export interface Outline {
  readonly session: string;
  readonly last: number;
  readonly positions: readonly number[];
  readonly atMs: readonly number[];
  readonly kinds: readonly string[];
  readonly asks: readonly Ask[];
  readonly entries: readonly Brief[];
}

export function read(answer: OutlineAnswer): Outline {
  return {
    session: answer.session,
    last: answer.last,
    positions: summed(answer.events.position),
    atMs: summed(answer.events.atMs),
    kinds: answer.events.kind.map((kind) => answer.kinds[kind]!),
    asks: rowsOf(answer.asks),
    entries: inOrder(entriesOf(answer)),
  };
}

/** What was there with what came after it. An entry told again is the same entry, further on. */
export function joined(before: Outline, news: OutlineAnswer): Outline {
  const { first } = news;
  // Two questions may have crossed: what both answers hold is there once.
  if (first > before.positions.length)
    throw new Error(`the outline goes on at ${first}, after ${before.positions.length}`);
  const later = read(news);
  const entries = new Map(before.entries.map((entry) => [keyOf(entry), entry]));
  for (const entry of later.entries) {
    const known = entries.get(keyOf(entry));
    entries.set(keyOf(entry), known === undefined ? entry : further(known, entry));
  }
  return {
    session: before.session,
    last: Math.max(before.last, later.last),
    positions: [...before.positions.slice(0, first), ...later.positions],
    atMs: [...before.atMs.slice(0, first), ...later.atMs],
    kinds: [...before.kinds.slice(0, first), ...later.kinds],
    asks: [...before.asks.filter(({ event }) => event < first), ...later.asks],
    entries: inOrder([...entries.values()]),
  };
}

/** Costs by message, in columns. */
export interface Costs {
  readonly message: readonly string[];
  readonly costUsd: readonly number[];
}

/** The outline with what its answers cost, where that is known by now. */
export function withCosts(outline: Outline, costs: Costs | undefined): Outline {
  if (costs === undefined) return outline;
  const byMessage = new Map(costs.message.map((message, index) => [message, costs.costUsd[index]!]));
  const priced = (entry: Brief): Brief =>
    entry.type === 'usage' ? { ...entry, costUsd: byMessage.get(entry.id) ?? entry.costUsd } : entry;
  return { ...outline, entries: outline.entries.map(priced) };
}

function further<Entry extends Brief>(known: Entry, told: Entry): Entry {
  return {
    ...told,
    start: told.start === -1 ? known.start : Math.min(known.start, told.start),
    end: told.end === -1 ? known.end : told.end,
  };
}

function keyOf({ type, id }: Brief): string {
  return `${type} ${id}`;
}

function entriesOf(answer: OutlineAnswer): Brief[] {
  const of = <Row extends object, Type extends Brief['type']>(type: Type, columns: Columns<Row>) =>
    rowsOf(columns).map((row) => ({ type, ...row }));
  return [
    ...of('turn', answer.turns),
    ...of('agent', answer.agents),
    ...of('message', answer.messages),
    ...of('call', answer.calls),
    ...of('file', answer.files),
    ...of('plan', answer.plans),
    ...of('usage', answer.usage),
  ] as Brief[];
}

/** By where they begin; of those that begin together a turn comes before what it holds. */
function inOrder(entries: Brief[]): Brief[] {
  return entries.sort((a, b) => a.start - b.start);
}

function rowsOf<Row extends object>(columns: Columns<Row>): Row[] {
  const fields = Object.entries(columns) as [string, readonly unknown[]][];
  const count = fields[0]?.[1].length ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const row: Record<string, unknown> = {};
    for (const [field, values] of fields) row[field] = values[index];
    return row as Row;
  });
}

function summed(distances: readonly number[]): number[] {
  let sum = 0;
  return distances.map((distance) => {
    sum += distance;
    return sum;
  });
}
