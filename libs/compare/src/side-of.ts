import { changedFiles, makeHandOff, type Price } from '@hookline/handoff';
import type { SessionState } from '@hookline/projections';
import type { Side } from './comparison.ts';

const textMax = 2_000;
const classes = {
  input: 'inputTokens',
  output: 'outputTokens',
  cacheRead: 'cacheReadTokens',
  cacheWrite: 'cacheWriteTokens',
  reasoning: 'reasoningTokens',
} as const;

/** One side of a comparison. Throws when nothing had happened yet at that moment. */
export function sideOf(state: SessionState, price: Price): Side {
  const { rows, session, events } = state;
  const handOff = makeHandOff(state, price);
  const row = rows.sessions[0]!;
  const files = changedFiles(rows);
  const [newest] = rows.turns.toReversed();
  const { asOf } = handOff;
  return {
    session,
    title: row.title,
    harness: row.harness,
    model: row.model,
    actor: row.actor,
    project: row.project,
    position: row.lastPosition,
    asOf,
    state: handOff.state,
    events,
    turns: row.turns,
    calls: rows.calls.length,
    failures: rows.calls.filter(({ outcome }) => outcome === 'failed' || outcome === 'denied').length,
    agents: rows.agents.length,
    filesRead: new Set(rows.files.flatMap(({ how, path }) => (how === 'read' ? [path] : []))).size,
    filesWritten: files.length,
    linesAdded: files.reduce((sum, { linesAdded }) => sum + linesAdded, 0),
    linesRemoved: files.reduce((sum, { linesRemoved }) => sum + linesRemoved, 0),
    tokens: Object.fromEntries(
      Object.entries(classes).map(([name, field]) => [name, sumOf(rows.usage.map((usage) => usage[field]))]),
    ) as Side['tokens'],
    costUsd: handOff.usage.costUsd,
    durationMs: Math.max(0, Date.parse(asOf) - Date.parse(row.startedAt)),
    workingMs: rows.turns.reduce(
      (sum, { startedAt, endedAt }) => sum + Math.max(0, Date.parse(endedAt ?? asOf) - Date.parse(startedAt)),
      0,
    ),
    goal: handOff.goal?.slice(0, textMax) ?? null,
    outcome: newest?.outcome ?? null,
    closing: handOff.requests.at(-1)?.closing ?? null,
    failing: handOff.failing.map(({ command }) => command),
  };
}

/** Null where none of them is known. */
function sumOf(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((sum, number) => sum + number, 0);
}
