import type { PatternPlan } from '../plan.ts';
import type { KeyState } from './state.ts';
import type { Match } from './types.ts';

const opensMax = 100;

/** A state after a match, and the groups of matches that became complete by it, in order. */
export interface Applied {
  readonly state: KeyState;
  readonly complete: readonly (readonly Match[])[];
}

/** Whether a match fits the steps before it. */
type Fits = (match: Match, earlier: readonly Match[]) => boolean;

/** Takes one match into a pattern. The same match twice is the same match once. */
export function applyMatch(pattern: PatternPlan, state: KeyState, match: Match, fits: Fits): Applied {
  switch (pattern.type) {
    case 'single':
      return { state, complete: [[match]] };
    case 'count':
      return counted(pattern, state, match);
    case 'sequence':
      return match.step === 0 ? opened(state, match) : advanced(pattern, state, match, fits);
    case 'absence':
      return match.step === 0
        ? opened(state, match)
        : {
            state: { ...state, open: state.open.filter(([first]) => !closes(pattern.withinMs, first!, match)) },
            complete: [],
          };
    case 'schedule':
      return { state, complete: [] };
  }
}

function counted(
  { atLeast, withinMs, distinct }: Extract<PatternPlan, { type: 'count' }>,
  state: KeyState,
  match: Match,
): Applied {
  if (state.window.some(({ id }) => id === match.id)) return { state, complete: [] };
  const others = distinct ? state.window.filter((one) => one.distinct !== match.distinct) : state.window;
  const all = [...others, match].sort(byTime);
  const newestMs = all.at(-1)!.timeMs;
  const window = all.filter(({ timeMs }) => timeMs > newestMs - withinMs);
  if (window.length < atLeast) return { state: { ...state, window }, complete: [] };
  return { state: { ...state, window: [] }, complete: [window] };
}

function opened(state: KeyState, match: Match): Applied {
  if (state.open.some(([first]) => first!.id === match.id)) return { state, complete: [] };
  return { state: { ...state, open: [...state.open, [match]].slice(-opensMax) }, complete: [] };
}

function advanced(
  { steps, withinMs }: Extract<PatternPlan, { type: 'sequence' }>,
  state: KeyState,
  match: Match,
  fits: Fits,
): Applied {
  const at = state.open.findIndex((earlier) => {
    const [first, last] = [earlier[0]!, earlier.at(-1)!];
    return (
      earlier.length === match.step &&
      last.timeMs <= match.timeMs &&
      match.timeMs - first.timeMs <= withinMs &&
      earlier.every(({ id }) => id !== match.id) &&
      fits(match, earlier)
    );
  });
  if (at < 0) return { state, complete: [] };
  const whole = [...state.open[at]!, match];
  if (whole.length < steps) return { state: { ...state, open: state.open.with(at, whole) }, complete: [] };
  return { state: { ...state, open: state.open.toSpliced(at, 1) }, complete: [whole] };
}

function closes(withinMs: number, opening: Match, closing: Match): boolean {
  return closing.id !== opening.id && closing.timeMs >= opening.timeMs && closing.timeMs <= opening.timeMs + withinMs;
}

/** Matches in the order in which they happened; those of one moment in the order of their ids, later steps first. */
export function byTime(one: Match, other: Match): number {
  if (one.timeMs !== other.timeMs) return one.timeMs - other.timeMs;
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  return other.step - one.step;
}
