import type { ClaudeCodeState } from './state.ts';

/** A copy that may be changed entry by entry. Entries of its tables are shared: they are replaced, never changed. */
export function draftOf(state: ClaudeCodeState): ClaudeCodeState {
  return {
    ...state,
    turns: { ...state.turns },
    running: copiesOf(state.running),
    calls: { ...state.calls },
    agents: { ...state.agents },
    tasks: { ...state.tasks },
    counts: { ...state.counts },
    pending: [...state.pending],
    tally: { ...state.tally, unmatched: { ...state.tally.unmatched } },
    ignored: { ...state.ignored },
  };
}

function copiesOf<Value extends object>(table: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, { ...value }]));
}

/** Like `draftOf`, with what is remembered of the transcript. */
export function recordDraftOf(state: ClaudeCodeState): ClaudeCodeState {
  const { record } = state;
  return {
    ...draftOf(state),
    record: {
      ...record,
      held: [...record.held],
      copiedCalls: { ...record.copiedCalls },
      turns: { ...record.turns },
      turn: record.turn === undefined ? undefined : { ...record.turn },
      otherTurns: copiesOf(record.otherTurns),
      turnOfRow: { ...record.turnOfRow },
      calls: { ...record.calls },
      models: { ...record.models },
      clock: { ...record.clock },
      counts: { ...record.counts },
    },
  };
}
