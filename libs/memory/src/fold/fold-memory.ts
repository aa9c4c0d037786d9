import { type AnyDeriver, evidenceOf, type Rendered, type Seen } from '../deriver.ts';
import { judgeUse } from '../feedback/judge-use.ts';
import { kindFacts } from '../kinds.ts';
import {
  type Json,
  type Memory,
  type MemoryStatus,
  memoryId,
  oneLine,
  statementLengthMax,
  titleLengthMax,
} from '../memory.ts';
import type { Told } from '../observe/told.ts';
import { readScope } from '../scope/scope.ts';
import { wellFormed } from '../well-formed.ts';
import type { Decision, UseOutcome } from './decision.ts';

/** Everything that one memory is folded from. */
export interface Sources {
  readonly deriver: AnyDeriver;
  readonly home: string;
  readonly about: string;
  /** The project it was observed in. */
  readonly project: string;
  /** What sessions said, without those that were revoked. In any order. */
  readonly seen: readonly Seen[];
  /** What was decided about this memory. In any order. */
  readonly decisions: readonly Decision[];
  /** Where it was put before agents, and what followed. In any order. */
  readonly told: readonly Told[];
}

const harmShareMax = 0.25;
const judgedAtLeast = 3;
/** One harm weighs as much as so many times that it helped. */
const harmWeight = 4;

/** The memory that follows from its sources; undefined where nothing is left to remember. */
export function foldMemory(sources: Sources): Memory | undefined {
  const { deriver, home, about, seen } = sources;
  const ordered = [...seen].sort((a, b) => compare(a.firstAt, b.firstAt) || compare(a.session, b.session));
  if (ordered.length === 0) return undefined;
  const rendered = renderedBy(deriver, ordered);
  if (rendered === undefined) return undefined;
  const curated = curationOf(sources.decisions);
  const { helpful, harmful, ignored } = judgedBy(sources, rendered.details, curated.scope ?? home);
  const heard = new Set(ordered.map(({ session }) => session)).size;
  const contradicted = Math.min(rendered.contradicted ?? 0, heard);
  const sessions = heard - contradicted;
  const positions = ordered.flatMap((one) => one.positions).sort((a, b) => a - b);
  const lastSeen = ordered
    .map(({ lastAt }) => lastAt)
    .sort()
    .at(-1)!;
  const { status, reason } = statusOf({ deriver, rendered, curated, sessions, contradicted, helpful, harmful });
  const ended =
    rendered.ended?.at ??
    (curated.mergedInto !== undefined ? curated.time : status === 'retired' ? lastSeen : undefined);
  return wellFormed({
    id: memoryId(deriver.kind, home, about),
    kind: deriver.kind,
    scope: curated.scope ?? home,
    home,
    project: sources.project,
    about,
    // Words that a person took out are not told as its title either.
    title: oneLine(curated.statement ?? rendered.title, titleLengthMax),
    statement: oneLine(curated.statement ?? rendered.statement, statementLengthMax),
    edited: curated.statement !== undefined,
    details: rendered.details,
    status,
    reason,
    pinned: curated.pinned,
    origin: curated.statement === undefined ? rendered.origin : 'person',
    trust: curated.statement === undefined ? rendered.trust : 'user',
    support: {
      events: positions.length,
      sessions,
      actors: new Set(ordered.flatMap(({ actor }) => (actor === undefined ? [] : [actor]))).size,
    },
    contradicted,
    helpful,
    harmful,
    ignored,
    confidence: round(rendered.confidence ?? (sessions + 1) / (heard + 2)),
    firstSeen: ordered[0]!.firstAt,
    lastSeen,
    validFrom: rendered.validFrom ?? ordered[0]!.firstAt,
    ...(ended !== undefined && { validTo: ended }),
    ...(curated.mergedInto !== undefined && { supersededBy: curated.mergedInto }),
    positions: { from: positions[0] ?? 0, to: positions.at(-1) ?? 0, evidence: evidenceOf(positions) },
    anchors: [...(rendered.anchors ?? [])].slice(0, 20),
    keywords: (rendered.keywords ?? '').slice(0, 4_000),
  });
}

/** Of what a deriver fails at nothing is remembered: it must not keep other memories from being folded. */
function renderedBy(deriver: AnyDeriver, seen: readonly Seen[]): Rendered | undefined {
  try {
    return deriver.fold(seen);
  } catch {
    return undefined;
  }
}

interface Curation {
  readonly verdict: 'approved' | 'retired' | undefined;
  readonly statement: string | undefined;
  readonly scope: string | undefined;
  readonly mergedInto: string | undefined;
  readonly pinned: boolean;
  /** Of the last decision. */
  readonly time: string | undefined;
  /** Up to where the words are that were approved last. */
  readonly approvedAt: number | undefined;
}

/** The last word counts, in order of the log. */
function curationOf(decisions: readonly Decision[]): Curation {
  const curated = decisions.filter((one) => one.type === 'curated').sort((a, b) => a.position - b.position);
  let state: Curation = {
    verdict: undefined,
    statement: undefined,
    scope: undefined,
    mergedInto: undefined,
    pinned: false,
    time: undefined,
    approvedAt: undefined,
  };
  for (const { action, statement, scope, into, time, position, seen = position } of curated) {
    state = { ...state, time };
    if (action === 'approve' || action === 'pin') state = { ...state, approvedAt: seen };
    if (action === 'approve') state = { ...state, verdict: 'approved' };
    else if (action === 'reject' || action === 'retire') state = { ...state, verdict: 'retired' };
    else if (action === 'restore') state = { ...state, verdict: undefined, mergedInto: undefined };
    else if (action === 'edit' && statement !== undefined) state = { ...state, statement, verdict: 'approved' };
    else if (action === 'pin') state = { ...state, pinned: true, verdict: 'approved' };
    else if (action === 'unpin') state = { ...state, pinned: false };
    else if (action === 'merge' && into !== undefined) state = { ...state, mergedInto: into };
    else if (action === 'move' && scope !== undefined) state = { ...state, scope };
  }
  return state;
}

function judgedBy(
  { deriver, about, project, decisions, told }: Sources,
  details: Json,
  held: string,
): { helpful: number; harmful: number; ignored: number } {
  const isOfPlace = placeOf(held, project);
  // A session that was held out was told nothing: it says how things go without.
  const uses = told
    .filter((one) => !one.heldOut && isOfPlace(one.project))
    .map(({ aftermath }) => judgeUse({ kind: deriver.kind, about, details }, aftermath));
  const verdicts = decisions.flatMap((one) =>
    one.type === 'judged' && isOfPlace(one.project ?? '-') ? [one.verdict] : [],
  );
  const count = (wanted: UseOutcome) =>
    uses.filter((outcome) => outcome === wanted).length + verdicts.filter((verdict) => verdict === wanted).length;
  return { helpful: count('helpful'), harmful: count('harmful'), ignored: count('ignored') };
}

/**
 * Whether what a project's sessions say of a memory is heard: only where it holds. Its id can be worked out by anybody who
 * knows the name of its project. `-` are those that are of no project, and may judge all.
 */
function placeOf(held: string, own: string): (project: string) => boolean {
  const scope = readScope(held);
  if (scope?.type === 'team' || scope?.type === 'organisation') return () => true;
  const there = scope !== undefined && 'project' in scope ? scope.project : own;
  return (project) => project === own || project === there || project === '-';
}

interface StatusParts {
  readonly deriver: AnyDeriver;
  readonly rendered: NonNullable<ReturnType<AnyDeriver['fold']>>;
  readonly curated: Curation;
  readonly sessions: number;
  readonly contradicted: number;
  readonly helpful: number;
  readonly harmful: number;
}

function statusOf(parts: StatusParts): { status: MemoryStatus; reason: string } {
  const { deriver, rendered, curated, sessions, contradicted, helpful, harmful } = parts;
  if (curated.mergedInto !== undefined) return { status: 'retired', reason: 'superseded' };
  if (curated.verdict === 'retired') return { status: 'retired', reason: 'curated' };
  if (rendered.ended !== undefined) return { status: 'retired', reason: rendered.ended.reason };
  if (curated.verdict === 'approved' && !isOutdated(curated, rendered)) return { status: 'active', reason: 'curated' };
  if (contradicted >= 3 && sessions / (sessions + contradicted) < 0.5)
    return { status: 'retired', reason: 'contradicted' };
  if (!rendered.supported) return { status: 'proposed', reason: 'too-little-support' };
  const judged = helpful + harmful;
  if (judged >= judgedAtLeast && harmful / judged > harmShareMax) return { status: 'proposed', reason: 'harmful' };
  return (rendered.activates ?? deriver.activates) === 'itself'
    ? { status: 'active', reason: 'support' }
    : { status: 'proposed', reason: 'needs-review' };
}

/** Who approved words did not approve others that were said of the same thing later. What a person wrote himself stays. */
function isOutdated({ statement, approvedAt = 0 }: Curation, { wordsAt }: Pick<Rendered, 'wordsAt'>): boolean {
  return statement === undefined && wordsAt !== undefined && wordsAt > approvedAt;
}

const dayMs = 86_400_000;

/** The status as it is at a moment: a memory that nothing refreshed for its kind's time holds no longer. Pins hold. */
export function statusAt(memory: Memory, nowMs: number): MemoryStatus {
  const { expiresAfterDays } = kindFacts(memory.kind);
  if (expiresAfterDays === undefined || memory.pinned || memory.status !== 'active') return memory.status;
  return nowMs - Date.parse(memory.lastSeen) > expiresAfterDays * dayMs ? 'retired' : 'active';
}

/** How much a memory counts at a moment against others that match as well: from confidence, age, use and kind. */
export function priorAt(
  memory: Pick<Memory, 'kind' | 'pinned' | 'lastSeen' | 'helpful' | 'harmful' | 'confidence'>,
  nowMs: number,
): number {
  const { halfLifeDays, weight } = kindFacts(memory.kind);
  const ageDays = memory.pinned ? 0 : Math.max(0, nowMs - Date.parse(memory.lastSeen)) / dayMs;
  const usefulness = (1 + memory.helpful) / (1 + memory.helpful + harmWeight * memory.harmful);
  return memory.confidence * 0.5 ** (ageDays / halfLifeDays) * usefulness * weight;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const round = (value: number) => Math.round(value * 10_000) / 10_000;
