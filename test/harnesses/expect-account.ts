import { expect } from 'vitest';
import type { Account, Entry, EntryOf } from './account.ts';
import { type PrintedResult, printedResults, type StreamLine } from './claude-code/stream-json.ts';
import type { Served } from './model/scripted-model.ts';

/**
 * The bus tells of a session exactly what the model said in it: every call, message, token and agent once, with the
 * outcomes that the program printed, in the order things were said.
 */
export function expectAccount(account: Account, served: readonly Served[], lines: readonly StreamLine[]): void {
  expectWhole(account);
  expectCalls(account, served);
  expectOutcomes(account, printedResults(lines));
  expectMessages(account, served);
  expectUsage(account, served);
  expectAgents(account, served);
  for (const agent of new Set(served.map(agentOf))) expectOrder(account, served, agent);
}

/** Nothing twice, nothing lost on the way, every entry behind the one before it. */
export function expectWhole(account: Account): void {
  const { session, entries } = account;
  const ids = entries.map(({ type, id }) => `${type} ${id}`);
  expect(ids).toEqual([...new Set(ids)]);
  const orders = entries.map(({ order }) => order);
  expect(orders).toEqual(orders.toSorted());
  expect(session.quarantined).toBe(false);
  expect(session.completeness).toMatchObject({ missing: [], unmapped: 0, dropped: 0 });
  expectOnce(account);
}

/** No fact is told by two events, one of each source. */
function expectOnce(account: Account): void {
  const facts = [
    ...account.eventsOf('session.started').map(() => 'the session started'),
    ...account.eventsOf('turn.ended').map(({ turn }) => `turn ${turn} ended`),
    ...account.eventsOf('tool.started').map(({ data }) => `call ${data.call} started`),
    ...account.eventsOf('tool.finished').map(({ data }) => `call ${data.call} ended`),
    ...account.eventsOf('tool.failed').map(({ data }) => `call ${data.call} ended`),
    ...account.eventsOf('tool.denied').map(({ data }) => `call ${data.call} ended`),
    ...account.eventsOf('model.called').map(({ data }) => `model message ${data.nativeMessage}`),
    ...account.eventsOf('agent.started').map(({ data }) => `agent ${data.agent} started`),
    ...account.eventsOf('agent.ended').map(({ data }) => `agent ${data.agent} ended`),
    ...account.eventsOf('session.compacted').map(({ data }) => `compacted to ${data.summary}`),
  ];
  expect(facts.filter((fact, index) => facts.indexOf(fact) !== index)).toEqual([]);
}

export function expectCalls(account: Account, served: readonly Served[]): void {
  const told = account.of('call').map(({ nativeCall, tool, agent, input, inputExecuted }) => ({
    id: nativeCall,
    tool,
    agent,
    input: shortened(input ?? inputExecuted),
  }));
  const said = served.flatMap((reply) =>
    reply.tools.map(({ id, name, input }) => ({ id, tool: name, agent: agentOf(reply), input: shortened(input) })),
  );
  const byId = (a: { id: string | null }, b: { id: string | null }) => (a.id ?? '').localeCompare(b.id ?? '');
  expect(told.sort(byId)).toEqual(said.sort(byId));
}

function expectOutcomes(account: Account, results: readonly PrintedResult[]): void {
  const told = results.map(({ call }) => ({ call, failed: failedWords.has(account.call(call).outcome) }));
  expect(told).toEqual(results.map(({ call, isError }) => ({ call, failed: isError })));
}

export function expectMessages(account: Account, served: readonly Served[]): void {
  const told = account.of('message').filter(({ role }) => role === 'assistant' || role === 'subagent');
  for (const agent of new Set([...served.map(agentOf), ...told.map((message) => message.agent)])) {
    const own = told.filter((message) => message.agent === agent);
    const replies = served.filter((reply) => agentOf(reply) === agent);
    expect(textsOf(own, 'text')).toEqual(textsOf(replies, 'text'));
    expect(textsOf(own, 'thinking')).toEqual(textsOf(replies, 'thinking'));
  }
}

/** Tokens are those the model reported, once per answer, however many rows the program wrote about it. */
export function expectUsage(account: Account, served: readonly Served[]): void {
  const told = account.of('usage').map((usage) => ({
    message: usage.message,
    agent: usage.agent,
    input: usage.inputTokens,
    output: usage.outputTokens,
    cacheRead: usage.cacheReadTokens,
    cacheWrite: usage.cacheWriteTokens,
  }));
  const said = served.map((reply) => ({
    message: reply.message,
    agent: agentOf(reply),
    input: reply.usage.input_tokens,
    output: reply.usage.output_tokens,
    cacheRead: reply.usage.cache_read_input_tokens,
    cacheWrite: reply.usage.cache_creation_input_tokens,
  }));
  const byMessage = (a: { message: string }, b: { message: string }) => a.message.localeCompare(b.message);
  expect(told.sort(byMessage)).toEqual(said.sort(byMessage));
  const sum = (of: 'input' | 'output' | 'cacheRead' | 'cacheWrite') =>
    said.reduce((total, usage) => total + usage[of], 0);
  expect(account.session.tokens).toMatchObject({
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite: sum('cacheWrite'),
  });
}

/** Every subagent once, under the agent and the call that started it. */
function expectAgents(account: Account, served: readonly Served[]): void {
  const spawns = served.flatMap((reply) => reply.tools.map((tool) => ({ ...tool, by: agentOf(reply) })));
  const said = [...Map.groupBy(served, agentOf)].flatMap(([agent, [first]]) => {
    if (agent === 'main' || first === undefined) return [];
    const spawn = spawns.find(({ input }) => promptOf(input)?.includes(`[[${first.script}]]`));
    return [{ agent, parent: spawn?.by ?? 'main', call: spawn?.id }];
  });
  const told = account.of('agent').map(({ agent, parent, call }) => ({ agent, parent, call }));
  const byAgent = (a: { agent: string }, b: { agent: string }) => a.agent.localeCompare(b.agent);
  expect(told.sort(byAgent)).toEqual(said.sort(byAgent));
}

/** What the main thread said and did belongs to the turn whose prompt asked for it. */
export function expectTurns(account: Account, served: readonly Served[]): void {
  const turns = new Map(account.of('turn').map(({ turn, prompt }) => [turn, JSON.stringify(prompt)]));
  const scripts = new Map(
    served.flatMap(({ script, message, tools }) => [message, ...tools.map(({ id }) => id)].map((id) => [id, script])),
  );
  const astray = account.entries.filter((entry) => {
    const native = entry.type === 'call' ? entry.nativeCall : entry.type === 'message' ? entry.nativeMessage : entry.id;
    const script = scripts.get(native ?? '');
    return script !== undefined && entry.agent === 'main' && !turns.get(entry.turn ?? '')?.includes(`[[${script}]]`);
  });
  expect(astray.map(({ type, id, turn }) => ({ type, id, turn }))).toEqual([]);
}

/** What one agent said and did stands in the order of the model's answers; calls of one answer may overtake each other. */
function expectOrder(account: Account, served: readonly Served[], agent: string): void {
  const replies = served.filter((reply) => agentOf(reply) === agent);
  const replyOf = (entry: Entry) => {
    if (entry.agent !== agent) return -1;
    if (entry.type === 'message') return replies.findIndex(({ message }) => message === entry.nativeMessage);
    if (entry.type === 'call') return replies.findIndex(({ tools }) => tools.some(({ id }) => id === entry.nativeCall));
    return -1;
  };
  const told = account.entries.map((entry) => ({ type: entry.type, reply: replyOf(entry) }));
  const placed = told.filter(({ reply }) => reply >= 0).map(({ type, reply }) => [reply, type === 'call' ? 1 : 0]);
  expect(placed).toEqual(placed.toSorted(([a, b], [c, d]) => a! - c! || b! - d!));
}

const failedWords = new Set(['failed', 'denied', 'interrupted', 'unknown']);

const longCharacters = 2000;

/** A value as text, with keys in order; long texts, which the bus may keep apart, look alike. */
function shortened(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return part.length > longCharacters ? 'a long text' : part;
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    if ('body' in part && 'bytes' in part) return 'a long text';
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => a.localeCompare(b)));
  });
}

function textsOf<Name extends 'text' | 'thinking'>(
  of: readonly (Served | EntryOf<'message'>)[],
  name: Name,
): unknown[] {
  return of.map((one) => one[name]).filter((text) => text !== undefined && text !== null);
}

function promptOf(input: unknown): string | undefined {
  return (input as { prompt?: string }).prompt;
}

function agentOf({ agent }: Served): string {
  return agent ?? 'main';
}
