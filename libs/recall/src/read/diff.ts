import type { Json, Memory } from '@hookline/memory';

/** What changed of a memory from one moment to another. */
export interface MemoryDiff {
  /** Whether it was there at all. */
  readonly before: boolean;
  readonly after: boolean;
  readonly changes: readonly { readonly field: string; readonly before: Json; readonly after: Json }[];
  /** Positions that it is made of now and was not before, and the other way round. At most as many as a memory keeps. */
  readonly evidence: { readonly added: readonly number[]; readonly removed: readonly number[] };
}

const fields: readonly (keyof Memory)[] = [
  'statement',
  'status',
  'reason',
  'scope',
  'title',
  'pinned',
  'edited',
  'trust',
  'support',
  'contradicted',
  'helpful',
  'harmful',
  'ignored',
  'confidence',
  'firstSeen',
  'lastSeen',
  'validFrom',
  'validTo',
  'supersededBy',
  'anchors',
  'details',
];

/** Compares a memory with itself at another moment; undefined stands for a moment at which it was not there. */
export function diffOf(before: Memory | undefined, after: Memory | undefined): MemoryDiff {
  const of = (memory: Memory | undefined, field: keyof Memory) => (memory?.[field] ?? null) as Json;
  const positions = (memory: Memory | undefined) => memory?.positions.evidence ?? [];
  const without = (some: readonly number[], others: readonly number[]) => some.filter((one) => !others.includes(one));
  return {
    before: before !== undefined,
    after: after !== undefined,
    changes: fields.flatMap((field) => {
      const [was, is] = [of(before, field), of(after, field)];
      return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, before: was, after: is }];
    }),
    evidence: {
      added: without(positions(after), positions(before)),
      removed: without(positions(before), positions(after)),
    },
  };
}
