import type { AnyDeriver, Seen } from './deriver.ts';
import type { Fact } from './facts/fact.ts';
import { storyOf } from './facts/story.ts';
import type { Decision } from './fold/decision.ts';
import { foldMemory } from './fold/fold-memory.ts';
import { projectNamed, standingOf } from './fold/standing.ts';
import { type Memory, shortId } from './memory.ts';
import { type ObservedMemory, observeStory } from './observe/observe-story.ts';
import { aftermathsOf, type Told } from './observe/told.ts';

/** What all sessions say, and what people decided. */
export interface Derived {
  readonly observed: readonly ObservedMemory[];
  readonly told: readonly Told[];
  readonly decisions: readonly Decision[];
}

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
  const stories = [...Map.groupBy(facts, ({ session }) => session).values()].map((its) => {
    const story = storyOf(its)!;
    return { ...story, project: projectNamed(story.project, standing) };
  });
  const observed = stories.flatMap((story) => observeStory(story, derivers));
  return deriveFrom({ observed, told: stories.flatMap(aftermathsOf), decisions }, derivers);
}

/** The memories that follow from what sessions say, by id. */
export function deriveFrom({ observed, told, decisions }: Derived, derivers: readonly AnyDeriver[]): Memory[] {
  const standing = standingOf(decisions);
  const merged = mergesOf(decisions);
  const byMemory = Map.groupBy(observed, ({ memory }) => memory);
  const toldOf = Map.groupBy(told, ({ shortMemory }) => shortMemory);
  return [...byMemory]
    .flatMap(([memory, its]) => {
      const { kind, home, seen } = its[0]!;
      const also = (merged.get(memory) ?? []).flatMap((other) => byMemory.get(other) ?? []);
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
        told: toldOf.get(shortId(memory)) ?? [],
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
  for (const [memory, other] of into) merges.set(other, [...(merges.get(other) ?? []), memory]);
  return merges;
}
