import type { Memory } from '../memory.ts';

/** What makes an active memory worthless, the worst first. */
export type JunkReason = 'exact-duplicate' | 'self-echo' | 'no-evidence' | 'near-duplicate' | 'ephemeral';

export interface JunkFinding {
  readonly why: JunkReason;
  readonly memory: Memory;
  /** The memory it repeats: the one that was seen first. */
  readonly of?: Memory;
  /** Of a near duplicate: from 0 to 1, how many of their word triples both have. */
  readonly likeness?: number;
}

/** What an audit of memories found. A memory is found at most once. */
export interface Junk {
  /** How many were looked at. */
  readonly active: number;
  readonly junk: number;
  /** From 0 to 1; 0 where nothing is active. */
  readonly share: number;
  readonly findings: readonly JunkFinding[];
}

const likenessAtLeast = 0.7;
/** Triples that so many memories have are words of a template. */
const commonAbove = 100;

/** Looks at the memories that are active and may be told: exact and near duplicates, our own words, passing things, no evidence. */
export function auditJunk(memories: readonly Memory[]): Junk {
  const active = memories
    .filter(({ status }) => status === 'active')
    .sort((a, b) => compare(a.firstSeen, b.firstSeen) || compare(a.id, b.id));
  const twins = nearDuplicates(active);
  const first = new Map<string, Memory>();
  const findings = active.flatMap((memory): JunkFinding[] => {
    const same = first.get(wording(memory));
    if (same === undefined) first.set(wording(memory), memory);
    const near = twins.get(memory);
    if (same !== undefined) return [{ why: 'exact-duplicate', memory, of: same }];
    if (isEcho(memory)) return [{ why: 'self-echo', memory }];
    if (memory.positions.evidence.length === 0) return [{ why: 'no-evidence', memory }];
    if (near !== undefined) return [{ why: 'near-duplicate', memory, ...near }];
    return isPassing(memory) ? [{ why: 'ephemeral', memory }] : [];
  });
  return {
    active: active.length,
    junk: findings.length,
    share: active.length === 0 ? 0 : findings.length / active.length,
    findings,
  };
}

/** Two memories of one scope that say this are the same, whatever kind and subject they have. */
function wording({ scope, statement }: Memory): string {
  return `${scope}\n${statement.toLowerCase().replaceAll(/\s+/g, ' ').trim()}`;
}

const ours =
  /hookline memory|<\/?hookline|‹\/?hookline|\bmem_[0-9a-z]{8}\b|observed in earlier sessions of this project/i;

function isEcho({ title, statement }: Memory): boolean {
  return ours.test(title) || ours.test(statement);
}

const passing =
  /(^|[\s"'`“=(])(\/tmp|\/var\/(folders|tmp)|\/private\/(tmp|var)|\/proc\/\d|\/dev\/shm)\/|\bpid[ :=]*\d{2,}|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b0x[0-9a-f]{6,}\b|\b1[5-9]\d{8}(\d{3})?\b/i;
const dated =
  /\b(19|20)\d\d-[01]\d-[0-3]\d\b|\b([01]?\d|2[0-3]):[0-5]\d:[0-5]\d\b|\b(today|yesterday|tomorrow|tonight|right now)\b/i;

/** Whether it holds on to something that is gone tomorrow. The dates that statements give themselves are none. */
function isPassing({ kind, title, statement, about }: Memory): boolean {
  const subject = kind === 'episode' ? title : `${title} ${about}`;
  return passing.test(statement) || passing.test(subject) || (kind !== 'episode' && dated.test(subject));
}

/** Of each memory that nearly repeats an earlier one of its scope and kind: which, and how alike they are. */
function nearDuplicates(active: readonly Memory[]): Map<Memory, { of: Memory; likeness: number }> {
  const found = new Map<Memory, { of: Memory; likeness: number }>();
  // Statements that name different things between backticks are about different things, however alike the rest is.
  const groups = Map.groupBy(active, (memory) => `${memory.scope}\n${memory.kind}\n${named(memory.statement)}`);
  for (const group of groups.values()) {
    const triples = group.map(({ statement }) => triplesOf(statement));
    const having = new Map<string, number[]>();
    group.forEach((memory, at) => {
      const shared = new Map<number, number>();
      for (const triple of triples[at]!) {
        const others = having.get(triple) ?? [];
        if (others.length === 0) having.set(triple, others);
        for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
        if (others.length < commonAbove) others.push(at);
      }
      for (const [other, count] of shared) {
        const likeness = count / (triples[at]!.size + triples[other]!.size - count);
        if (likeness >= likenessAtLeast && likeness > (found.get(memory)?.likeness ?? 0))
          found.set(memory, { of: group[other]!, likeness: Math.round(likeness * 100) / 100 });
      }
    });
  }
  return found;
}

function named(statement: string): string {
  return (statement.match(/`[^`]+`/g) ?? []).sort().join(' ');
}

/** Three words after one another, without regard to case and numbers. */
function triplesOf(statement: string): Set<string> {
  const words = statement
    .toLowerCase()
    .split(/[^\p{L}\p{N}_./-]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^[\d.-]+$/.test(word) ? '#' : word));
  if (words.length < 3) return new Set([words.join(' ')]);
  return new Set(words.slice(2).map((word, at) => `${words[at]} ${words[at + 1]} ${word}`));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
