import type { Brief, Outline } from '../../../api/outline-columns.ts';

const measures = [
  'turns',
  'calls',
  'failures',
  'files',
  'added',
  'removed',
  'agents',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  'cost',
] as const;
type Measure = (typeof measures)[number];

/** For every event what was counted up to and with it. */
export type Sums = Readonly<Record<Measure, Float64Array>> & {
  /** Whether any usage, or any cost, was told up to an event: without it a zero would be a guess. */
  readonly usageFrom: number;
  readonly costFrom: number;
};

/** What was counted up to a moment; null where nobody told. */
export interface Counted {
  readonly turns: number;
  readonly calls: number;
  readonly failures: number;
  /** Distinct paths that were written. */
  readonly files: number;
  readonly added: number;
  readonly removed: number;
  readonly agents: number;
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

export function sumsOf({ entries, positions }: Outline): Sums {
  const sums = Object.fromEntries(measures.map((name) => [name, new Float64Array(positions.length)])) as Record<
    Measure,
    Float64Array
  >;
  const add = (name: Measure, at: number, value: number | null) => {
    if (at >= 0 && at < positions.length && value !== null) sums[name][at]! += value;
  };
  const written = new Set<string>();
  let [usageFrom, costFrom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const entry of entries) {
    count(entry, add, written);
    if (entry.type !== 'usage') continue;
    usageFrom = Math.min(usageFrom, entry.start);
    if (entry.costUsd !== null) costFrom = Math.min(costFrom, entry.start);
  }
  for (const column of Object.values(sums)) {
    for (let index = 1; index < column.length; index += 1) column[index]! += column[index - 1]!;
  }
  return { ...sums, usageFrom, costFrom };
}

type Add = (name: Measure, at: number, value: number | null) => void;

function count(entry: Brief, add: Add, written: Set<string>): void {
  switch (entry.type) {
    case 'turn':
      add('turns', entry.start, 1);
      return;
    case 'call':
      add('calls', entry.start, 1);
      // As everywhere: interrupted is not failed.
      if (entry.outcome === 'failed' || entry.outcome === 'denied') add('failures', entry.end, 1);
      return;
    case 'agent':
      add('agents', entry.start, 1);
      return;
    case 'file':
      if (entry.how === 'read' || entry.how === 'change') return;
      if (!written.has(entry.path)) add('files', entry.start, 1);
      written.add(entry.path);
      add('added', entry.start, entry.added);
      add('removed', entry.start, entry.removed);
      return;
    case 'usage':
      add('input', entry.start, entry.input);
      add('output', entry.start, entry.output);
      add('cacheRead', entry.start, entry.cacheRead);
      add('cacheWrite', entry.start, entry.cacheWrite);
      add('cost', entry.start, entry.costUsd);
  }
}

export function countedAt(sums: Sums, moment: number): Counted {
  const at = (name: Measure) => sums[name][moment] ?? 0;
  return {
    turns: at('turns'),
    calls: at('calls'),
    failures: at('failures'),
    files: at('files'),
    added: at('added'),
    removed: at('removed'),
    agents: at('agents'),
    tokens: sums.usageFrom <= moment ? at('input') + at('output') + at('cacheRead') + at('cacheWrite') : null,
    costUsd: sums.costFrom <= moment ? at('cost') : null,
  };
}
