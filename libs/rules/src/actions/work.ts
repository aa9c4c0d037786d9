import { z } from 'zod';
import { duration } from '../file/duration.ts';
import { expression, name, payload, template } from '../file/texts.ts';
import type { Fill } from './fill.ts';

/** What one worker is given. */
const given = {
  prompt: template().optional().describe('What the agent is asked to do; may hold {{ CEL }}'),
  payload: payload.optional(),
};

const common = {
  queue: name.describe('Queue it is offered on'),
  ...given,
  attempts: z.int().min(1).max(20).default(3).describe('How often it may be tried before it is dead'),
  priority: z.int().min(-100).max(100).default(0).describe('Higher ones are taken first'),
  timeout: duration('1s', '1d').prefault('30m').describe('How long one attempt may take: 30m'),
  expires: duration('1s', '30d').optional().describe('Not taken any more after so long'),
  harness: name.optional().describe('Harness that a runner starts for it: claude-code, codex, opencode, gemini, goose'),
  model: z
    .string()
    .regex(/^[^{}\s]{1,200}$/, 'expected the name of a model')
    .optional()
    .describe('Model that a runner asks that harness for'),
  handoff: z.boolean().default(true).describe('Whether the hand-off of the session goes with it'),
  budgetUsd: z.number().positive().max(10_000).optional().describe('What one attempt may cost, in US dollars'),
  isolate: z
    .enum(['worktree', 'none'])
    .default('worktree')
    .describe('worktree: in a git worktree of its own; none: in the folder itself'),
};

/** Work that is one item. */
const plainWorkFile = z.strictObject(common);

/** Work that may be one item for each element of a list, and what is done when they came together. */
export const workFile = z.strictObject({
  ...common,
  children: z
    .strictObject({
      each: expression.describe('CEL that gives a list: a child for each element, called `child` in the texts'),
      ...given,
      most: z.int().min(1).max(200).default(50).describe('Of a longer list the first ones are taken'),
    })
    .optional()
    .describe('Splits the work: the item itself waits for its children'),
  join: z
    .strictObject({
      waits: z.enum(['all-done', 'any-failed', 'any-done']).default('all-done').describe('What it waits for'),
      within: duration('1s', '30d').prefault('1d').describe('It comes together at the latest after so long'),
      cancelRest: z.boolean().default(false).describe('Whether children that are open then are cancelled'),
      work: plainWorkFile.optional().describe('Work that follows, with what the children brought in its payload'),
    })
    .optional()
    .describe('When the children came together, and what follows'),
});

/** What one child is given. */
export interface WorkChild {
  readonly prompt?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A work item is put up on a queue. */
export interface WorkAction {
  readonly work: PlainWork & {
    /** Where there: a child each on the same queue, with the same terms; the item itself waits for them. May be empty. */
    readonly children?: readonly WorkChild[];
    readonly join?: {
      readonly waits: 'all-done' | 'any-failed' | 'any-done';
      readonly withinMs: number;
      readonly cancelRest: boolean;
      /** Work that follows, its texts filled in already. */
      readonly work?: PlainWork;
    };
  };
}

/** Work that is one item. */
export interface PlainWork extends WorkChild {
  readonly queue: string;
  readonly attempts: number;
  readonly priority: number;
  readonly timeoutMs: number;
  readonly expiresMs?: number;
  readonly harness?: string;
  readonly model?: string;
  readonly handoff: boolean;
  readonly budgetUsd?: number;
  readonly isolate: 'worktree' | 'none';
}

const promptMax = 32_000;

/** Fills a work item's texts, and those of its children. */
export function fillWork({ children, join, ...file }: z.output<typeof workFile>, fill: Fill): WorkAction['work'] {
  return {
    ...fillPlainWork(file, fill),
    ...(children !== undefined && {
      children: fill
        .list(children.each)
        .slice(0, children.most)
        .map((child) => fillChild(children, fill.forChild(child))),
    }),
    ...(join !== undefined && {
      join: {
        waits: join.waits,
        withinMs: join.within,
        cancelRest: join.cancelRest,
        ...(join.work !== undefined && { work: fillPlainWork(join.work, fill) }),
      },
    }),
  };
}

function fillPlainWork(file: z.output<typeof plainWorkFile>, fill: Fill): PlainWork {
  const { prompt, payload: facts, timeout, expires, harness, model, budgetUsd, ...rest } = file;
  return {
    ...rest,
    ...fillChild({ prompt, payload: facts }, fill),
    timeoutMs: timeout,
    ...(expires !== undefined && { expiresMs: expires }),
    ...(harness !== undefined && { harness }),
    ...(model !== undefined && { model }),
    ...(budgetUsd !== undefined && { budgetUsd }),
  };
}

/** Fills what one worker is given. */
function fillChild(
  file: { readonly prompt?: string | undefined; readonly payload?: Record<string, unknown> | undefined },
  fill: Fill,
): WorkChild {
  return {
    ...(file.prompt !== undefined && { prompt: fill.text(file.prompt, promptMax) }),
    ...(file.payload !== undefined && { payload: fill.facts(file.payload) }),
  };
}
