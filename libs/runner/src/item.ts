import { z } from 'zod';

/** A work item as `take` answers it, as far as the runner looks at it. */
export const takenItem = z.looseObject({
  id: z.string().min(1).max(200),
  queue: z.string(),
  payload: z.unknown(),
  /** Proves who holds it. */
  fence: z.int(),
  timeoutMs: z.int().positive().nullish(),
  project: z.string().nullish(),
  harness: z.string().nullish(),
  /** The session that it is about. */
  session: z.string().nullish(),
});
export type TakenItem = z.infer<typeof takenItem>;

/** What an item asks of whoever does it. */
export interface Task {
  readonly prompt: string;
  /** What else the item has to say, for the agent to read as data. */
  readonly details: Readonly<Record<string, unknown>>;
  readonly harness?: string | undefined;
  readonly model?: string | undefined;
  readonly budgetUsd?: number | undefined;
  /** `none`: an empty folder instead of a working tree. */
  readonly isolate: 'worktree' | 'none';
  /** Where the working tree begins: a commit or a branch of the checkout; its HEAD when absent. */
  readonly from?: string | undefined;
  /** The session to go on from, as of a position of the log. */
  readonly handOff?: { readonly session: string; readonly position?: number | undefined } | undefined;
  /** Whether what that session left uncommitted is laid into the working tree. */
  readonly carry: boolean;
}

/** The item cannot be done as it was offered, by nobody. */
export class UnfitItemError extends Error {
  override name = 'UnfitItemError';
}

const promptMax = 200_000;
const session = z.string().min(1).max(300);
const position = z.int().nonnegative();
/** It becomes an argument of a program: an option in its place could lift what that program is held to. */
const modelName = z
  .string()
  .max(200)
  .regex(/^(?!-)[^\s\p{Cc}]*$/u, 'expected the name of a model: no spaces, and no dash at the beginning')
  .nullish();
const known = z.looseObject({
  prompt: z.string().max(promptMax).nullish(),
  harness: z.string().max(100).nullish(),
  model: modelName,
  budgetUsd: z.number().positive().nullish(),
  isolate: z.enum(['worktree', 'none']).nullish(),
  commit: z.string().max(300).nullish(),
  branch: z.string().max(300).nullish(),
  handoff: z.union([z.boolean(), z.object({ session, position: position.nullish() })]).nullish(),
  carry: z.boolean().nullish(),
  cause: z.looseObject({ session: session.nullish().catch(null), position: position.nullish().catch(null) }).nullish(),
});

/** What the item asks for. Throws {@link UnfitItemError}, saying what was expected where. */
export function taskOf({ id, payload, harness, session: about }: TakenItem): Task {
  const given = known.safeParse(typeof payload === 'string' ? { prompt: payload } : payload);
  if (!given.success)
    throw new UnfitItemError(`item ${id}: its payload cannot be worked on: ${z.prettifyError(given.error)}`);
  const {
    prompt,
    harness: named,
    model,
    budgetUsd,
    isolate,
    commit,
    branch,
    handoff,
    carry,
    cause,
    ...details
  } = given.data;
  if (prompt === null || prompt === undefined || prompt.trim() === '')
    throw new UnfitItemError(`item ${id}: found no prompt, expected one in payload.prompt`);
  return {
    prompt,
    details,
    harness: named ?? harness ?? undefined,
    model: model ?? undefined,
    budgetUsd: budgetUsd ?? undefined,
    isolate: isolate ?? 'worktree',
    from: commit || branch || undefined,
    handOff: handOffOf(handoff, cause?.session ? cause : { session: about }),
    carry: carry ?? true,
  };
}

type Known = z.infer<typeof known>;
type About = { readonly session?: string | null | undefined; readonly position?: number | null | undefined };

function handOffOf(handoff: Known['handoff'], cause: About): Task['handOff'] {
  if (handoff === false) return undefined;
  const of = typeof handoff === 'object' && handoff !== null ? handoff : cause;
  // Not every event is of a session.
  if (!of.session || of.session === '-') return undefined;
  return { session: of.session, position: of.position ?? undefined };
}
