import type { Call, Story } from '../facts/story.ts';

/** How often a skill was used, and how often what was done with it went well. */
export interface Trials {
  readonly runs: number;
  readonly ok: number;
}

export type SkillState = 'draft' | 'trial' | 'published';

const provenAfter = 3;
const provenShare = 0.8;

/**
 * `draft` until a person hands it over; then on `trial` until three uses were observed, four in five of which went well;
 * then `published`. It is back on trial where later ones go badly.
 */
export function skillState(handedOver: boolean, { runs, ok }: Trials): SkillState {
  if (!handedOver) return 'draft';
  return runs >= provenAfter && ok / runs >= provenShare ? 'published' : 'trial';
}

/** Uses of a skill by its name in one session: a call of a skill tool, or its file being read. A turn counts once. */
export function trialsIn(story: Story, name: string): Trials {
  const used = new Map<string, boolean>();
  story.steps.forEach((step, index) => {
    if (step.type !== 'call' || step.outcome !== 'ok' || !usesSkill(step, name)) return;
    const turn = step.turn ?? `${step.agent}/${turnAt(story, index)}`;
    used.set(turn, wentWell(story, index));
  });
  return { runs: used.size, ok: [...used.values()].filter((ok) => ok).length };
}

/** Trials of several sessions together. */
export function sumOfTrials(trials: Iterable<Trials>): Trials {
  let [runs, ok] = [0, 0];
  for (const one of trials) {
    runs += one.runs;
    ok += one.ok;
  }
  return { runs, ok };
}

function usesSkill({ tool, reads, effects, command }: Call, name: string): boolean {
  const file = `/${name}/SKILL.md`;
  if (reads.some((path) => `/${path}`.endsWith(file)) || command?.includes(file)) return true;
  return (
    /^(skill|activate_skill|use_skill)$/i.test(tool) &&
    effects.some(({ object }) => object === name || object?.endsWith(`:${name}`))
  );
}

function turnAt(story: Story, index: number): number {
  return story.steps.slice(0, index).filter(({ type }) => type === 'prompt').length;
}

/** A turn went well that ended by itself, with the last command in it a success, and that nobody stopped. */
function wentWell(story: Story, index: number): boolean {
  const rest = story.steps.slice(index + 1);
  const until = rest.findIndex(
    (step) => step.type === 'turn-ended' || (step.type === 'prompt' && step.agent === 'main'),
  );
  const turn = until < 0 ? rest : rest.slice(0, until + 1);
  const end = turn.at(-1);
  if (end?.type === 'turn-ended' && end.outcome !== 'ended') return false;
  const calls = turn.filter((step) => step.type === 'call');
  if (calls.some(({ outcome, by }) => outcome === 'denied' && by === 'person')) return false;
  return calls.findLast(({ command }) => command !== undefined)?.outcome !== 'failed';
}
