import { ApiError } from '@hookline/http';
import { derivers, type Memory } from '@hookline/memory';
import { believedAt, TooMuchToFoldError } from '@hookline/recall';
import { atMost } from './at-most.ts';
import type { RouteParts } from './parts.ts';

/** What was believed is folded anew, sometimes a whole project. */
const limited = atMost(2, 'looks at what was believed');

/** The memories of a project, or some of them, as the log knew them at a position. Throws a 422 where that is too much to fold. */
export async function asOf(
  { db }: Pick<RouteParts, 'db'>,
  project: string,
  position: number,
  ids?: readonly string[],
): Promise<Map<string, Memory>> {
  try {
    return await limited(() => believedAt(db, derivers, { project, ...(ids !== undefined && { ids }) }, position));
  } catch (error) {
    if (!(error instanceof TooMuchToFoldError)) throw error;
    throw new ApiError(422, 'too-much', error.message, { hint: 'ask about one memory, or another position' });
  }
}

/** One of them; undefined where there was none yet. */
export async function oneAsOf(
  parts: Pick<RouteParts, 'db'>,
  { id, project }: Pick<Memory, 'id' | 'project'>,
  position: number,
): Promise<Memory | undefined> {
  return (await asOf(parts, project, position, [id])).get(id);
}

interface Wanted {
  readonly scope?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly reasons?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly anchor?: string | undefined;
}

/** As the list of today's memories is asked for. A moment of the log has no clock: statuses are as they were folded. */
export function pageAt(
  believed: ReadonlyMap<string, Memory>,
  { scope, kinds, status, reasons, text, anchor }: Wanted,
  before: { readonly lastSeen: string; readonly id: string } | undefined,
  limit: number,
): Memory[] {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return [...believed.values()]
    .filter(
      (memory) =>
        (scope === undefined || memory.scope === scope) &&
        (kinds === undefined || kinds.includes(memory.kind)) &&
        (status === undefined || memory.status === status) &&
        (reasons === undefined || reasons.includes(memory.reason)) &&
        (anchor === undefined || memory.anchors.includes(anchor)) &&
        words.every((word) => `${memory.title} ${memory.statement} ${memory.about}`.toLowerCase().includes(word)),
    )
    .sort((a, b) => compare(b.lastSeen, a.lastSeen) || compare(b.id, a.id))
    .filter(
      (one) =>
        before === undefined ||
        one.lastSeen < before.lastSeen ||
        (one.lastSeen === before.lastSeen && one.id < before.id),
    )
    .slice(0, limit);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
