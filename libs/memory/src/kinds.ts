/** What kinds of memories there are, and what holds for all of a kind whatever project it is of. */
export interface KindFacts {
  /** As people read it. */
  readonly label: string;
  /** Days after which an unrefreshed memory no longer holds; never where absent. */
  readonly expiresAfterDays?: number;
  /** Days after which its weight in recall is halved. */
  readonly halfLifeDays: number;
  /** Its weight in recall against other kinds. */
  readonly weight: number;
  /** Whether it may hold words that tell an agent what to do. Such memories never come from a tool's output. */
  readonly instructs: boolean;
}

const counted = { instructs: false } as const;
const told = { instructs: true } as const;

/** Every kind. A new one is a line here and a deriver. */
export const memoryKinds = {
  command: { ...counted, label: 'Command', halfLifeDays: 90, weight: 1 },
  pitfall: { ...counted, label: 'Pitfall', halfLifeDays: 60, weight: 1.2 },
  remedy: { ...counted, label: 'Remedy', halfLifeDays: 45, expiresAfterDays: 90, weight: 1.2 },
  violation: { ...counted, label: 'Rule violated often', halfLifeDays: 60, weight: 1 },
  flaky: { ...counted, label: 'Flaky command', halfLifeDays: 45, expiresAfterDays: 90, weight: 0.8 },
  environment: { ...counted, label: 'Environment', halfLifeDays: 60, weight: 0.8 },
  'co-change': { ...counted, label: 'Changed together', halfLifeDays: 60, weight: 0.8 },
  'read-first': { ...counted, label: 'Read before edit', halfLifeDays: 60, weight: 0.8 },
  file: { ...counted, label: 'File', halfLifeDays: 60, weight: 0.9 },
  episode: { ...counted, label: 'Episode', halfLifeDays: 30, expiresAfterDays: 180, weight: 1 },
  permission: { ...counted, label: 'Permission', halfLifeDays: 60, weight: 0.6 },
  rejection: { ...told, label: 'Rejection', halfLifeDays: 60, weight: 1 },
  correction: { ...told, label: 'Correction', halfLifeDays: 45, expiresAfterDays: 180, weight: 0.8 },
  directive: { ...told, label: 'Directive', halfLifeDays: 180, weight: 1.3 },
  decision: { ...told, label: 'Decision', halfLifeDays: 120, expiresAfterDays: 365, weight: 1.2 },
  preference: { ...told, label: 'Preference', halfLifeDays: 120, weight: 1 },
  fact: { ...told, label: 'Fact', halfLifeDays: 120, weight: 1 },
  procedure: { ...counted, label: 'Procedure', halfLifeDays: 90, weight: 1.1 },
} as const satisfies Readonly<Record<string, KindFacts>>;

export type MemoryKind = keyof typeof memoryKinds;

/** Every kind's name, in the order they are listed to people. */
export const memoryKindNames = Object.keys(memoryKinds) as MemoryKind[];

/** The facts of a kind. */
export function kindFacts(kind: MemoryKind): KindFacts {
  return memoryKinds[kind];
}
