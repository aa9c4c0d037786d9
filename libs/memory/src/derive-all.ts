import type { AnyDeriver, Seen } from './deriver.ts';
import type { Fact } from './facts/fact.ts';
import { storyOf } from './facts/story.ts';
import type { Decision } from './fold/decision.ts';
import { foldMemory } from './fold/fold-memory.ts';
import { projectNamed, standingOf } from './fold/standing.ts';
import type { Memory } from './memory.ts';
import { type ObservedMemory, observeStory } from './observe/observe-story.ts';
import { aftermathsOf, type Told } from './observe/told.ts';

/**
 * Every memory that follows from these facts and decisions, by id: what a rebuild from nothing must come to. Holds
 * everything in memory: for tests, benchmarks and questions about parts of a log.
 */
export function deriveAll(
  facts: Iterable<Fact>,
  decisions: readonly Decision[],
  derivers: readonly AnyDeriver[],
): Memory[] {
  const standing = standingOf(decisions);
  const bySession = Map.groupBy(facts, ({ session }) => session);
  const observed = new Map<string, ObservedMemory[]>();
  const told = new Map<string, Told[]>();
  for (const its of bySession.values()) {
    const story = storyOf(its)!;
    for (const one of aftermathsOf(story)) push(told, one.shortMemory, one);
    for (const one of observeStory({ ...story, project: projectNamed(story.project, standing) }, derivers))
      push(observed, one.memory, one);
  }
  const merged = mergesOf(decisions);
  return [...observed]
    .flatMap(([memory, its]) => {
      const { kind, home, seen } = its[0]!;
      const also = (merged.get(memory) ?? []).flatMap((other) => observed.get(other) ?? []);
      const folded = foldMemory({
        deriver: derivers.find((deriver) => deriver.kind === kind)!,
        home,
        about: seen.about,
        project: seen.project,
        seen: countingOf(
          [...its, ...also.filter((one) => one.kind === kind)].map((one) => one.seen),
          standing,
        ),
        decisions: decisions.filter((one) => 'memory' in one && one.memory === memory),
        told: told.get(memory.slice(0, 12)) ?? [],
      });
      return folded === undefined ? [] : [folded];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Those that still count after revocations. */
export function countingOf(
  seen: readonly Seen[],
  { revokedSessions, revokedActors }: Pick<ReturnType<typeof standingOf>, 'revokedSessions' | 'revokedActors'>,
): Seen[] {
  return seen.filter(
    ({ session, actor }) => !revokedSessions.has(session) && (actor === undefined || !revokedActors.has(actor)),
  );
}

/** By the memory that takes their place: the memories that were merged into it, as it stands after all decisions. */
export function mergesOf(decisions: readonly Decision[]): Map<string, string[]> {
  const into = new Map<string, string>();
  for (const one of [...decisions].sort((a, b) => a.position - b.position)) {
    if (one.type !== 'curated') continue;
    if (one.action === 'merge' && one.into !== undefined && one.into !== one.memory) into.set(one.memory, one.into);
    else if (one.action === 'restore') into.delete(one.memory);
  }
  const merges = new Map<string, string[]>();
  for (const [memory, other] of into) push(merges, other, memory);
  return merges;
}

function push<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
