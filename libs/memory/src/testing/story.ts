import { deriveFrom as derived } from '../derive-all.ts';
import type { AnyDeriver } from '../deriver.ts';
import type { Fact, FactBody, FactEffect } from '../facts/fact.ts';
import { type Story, storyOf } from '../facts/story.ts';
import type { Memory } from '../memory.ts';
import { observeStory } from '../observe/observe-story.ts';

/** What happens in a told session: one or more facts, given the number of the step and the name of its call. */
export type Told = (call: string) => readonly FactBody[];

/** Whose a told session is, and when. */
export interface Teller {
  readonly session: string;
  readonly actor?: string;
  readonly project?: string;
  /** Steps are a minute apart from this time on. */
  readonly from?: string;
  /** Of the first fact. Later facts count on from it. */
  readonly position?: number;
}

const shell = (command: string): FactEffect[] => [{ type: 'process.exec', object: command }];

function callWith(
  tool: string,
  effects: readonly FactEffect[],
  end: Partial<Extract<FactBody, { type: 'call-ended' }>>,
  between: readonly FactBody[] = [],
): Told {
  return (call) => [
    { type: 'call-started', call, tool, effects },
    ...between.map((fact) => ({ ...fact, call }) as FactBody),
    { type: 'call-ended', call, tool, effects, outcome: 'ok', ...end },
  ];
}

/** A shell call that succeeded. */
export const ran = (command: string, text = '', durationMs = 1_000): Told =>
  callWith('Bash', shell(command), { outcome: 'ok', durationMs, ...(text !== '' && { text }) });

/** A shell call that failed. */
export const failed = (command: string, text = 'Exit code 1', durationMs = 1_000): Told =>
  callWith('Bash', shell(command), { outcome: 'failed', durationMs, text, exitCode: 1 });

/** A shell call that somebody refused. */
export const denied = (command: string, by = 'person', reason?: string): Told =>
  callWith('Bash', shell(command), { outcome: 'denied', by, ...(reason !== undefined && { reason }) });

/** Any call, however it ended. */
export const called = (
  tool: string,
  end: Partial<Extract<FactBody, { type: 'call-ended' }>> = {},
  effects: readonly FactEffect[] = [],
): Told => callWith(tool, effects, end);

/** A call that read files. */
export const readFiles = (...paths: readonly string[]): Told =>
  callWith(
    'Read',
    paths.map((path) => ({ type: 'file.read', object: path })),
    { outcome: 'ok' },
    paths.map((path) => ({ type: 'read', path })),
  );

/** A call that wrote files. */
export const wroteFiles = (...paths: readonly string[]): Told =>
  callWith(
    'Edit',
    paths.map((path) => ({ type: 'file.write', object: path })),
    { outcome: 'ok' },
    paths.map((path) => ({ type: 'wrote', path, how: 'edit' })),
  );

/** What a person, or somebody else, asked for. */
export const asked =
  (text: string, by: 'person' | 'agent' | 'harness' = 'person'): Told =>
  () => [{ type: 'prompt', by, text }];

/** What the agent said. */
export const said =
  (text: string, role = 'assistant'): Told =>
  () => [{ type: 'said', role, text }];

/** Any fact as it is. */
export const fact =
  (body: FactBody): Told =>
  () => [body];

/** The facts of a session in which these things happened one after the other. */
export function tellFacts({ session, actor, project, from, position = 1 }: Teller, steps: readonly Told[]): Fact[] {
  const startMs = Date.parse(from ?? '2026-11-01T10:00:00.000Z');
  let at = 0;
  return steps.flatMap((step, index) =>
    step(`call-${index}`).map((body) => {
      const place = {
        eventId: `${session}/${at}`,
        position: position + at,
        session,
        project: project ?? 'github.com/acme/shop',
        ...(actor !== undefined && { actor }),
        time: new Date(startMs + at * 60_000).toISOString(),
        order: String(at).padStart(6, '0'),
        agent: 'main',
      };
      at += 1;
      return { ...place, ...body };
    }),
  );
}

/** The story of such a session. */
export function tell(teller: Teller, steps: readonly Told[]): Story {
  const story = storyOf(tellFacts(teller, steps));
  if (story === undefined) throw new Error(`The told session ${teller.session} has no steps; expected at least one`);
  return story;
}

/**
 * Stories of several sessions, one a day from 2026-11-01 on, `s1` by ann, `s2` by bob, `s3` by ann ..., at positions
 * 1,001 on, 2,001 on ...
 */
export function tellDays(...sessions: readonly (readonly Told[])[]): Story[] {
  return sessions.map((steps, index) =>
    tell(
      {
        session: `s${index + 1}`,
        actor: index % 2 === 0 ? 'ann' : 'bob',
        from: new Date(Date.UTC(2026, 10, 1 + index, 10)).toISOString(),
        position: 1_000 * (index + 1) + 1,
      },
      steps,
    ),
  );
}

/** What one deriver makes of stories, by home scope and subject. Nothing was decided about any, and none was told. */
export function deriveFrom(deriver: AnyDeriver, stories: readonly Story[]): Memory[] {
  const observed = stories.flatMap((story) => observeStory(story, [deriver]));
  return derived({ observed, told: [], decisions: [] }, [deriver]).sort((a, b) =>
    `${a.home}\n${a.about}` < `${b.home}\n${b.about}` ? -1 : 1,
  );
}
