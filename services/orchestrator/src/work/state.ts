/**
 * Where a unit of work can stand. `offered`: anybody may take it once it is due. `claimed`: one worker holds it under a
 * lease. `waiting`: it was split, and its parts are not together yet. The other four are ends.
 */
export const workStates = ['offered', 'claimed', 'waiting', 'completed', 'dead', 'cancelled', 'expired'] as const;
export type WorkState = (typeof workStates)[number];

/** What can happen to a unit of work. */
export const workSteps = [
  'take',
  'heartbeat',
  'progress',
  'start',
  'complete',
  'fail',
  'split',
  'lose',
  'overrun',
  'cancel',
  'confirm',
  'expire',
  'join',
  'redrive',
] as const;
export type WorkStep = (typeof workSteps)[number];

/** What decides where a step leads, besides the state. */
export interface StepFacts {
  /** Whether another attempt is left after this one. */
  readonly attemptsLeft?: boolean;
  /** Whether its holder was asked to stop. */
  readonly cancelling?: boolean;
  /** How its parts came together: it is over, well or badly, or it goes on with what they brought. */
  readonly joined?: 'well' | 'badly' | 'again';
  /** Whether some of its parts have to be done once more. */
  readonly partsLeft?: boolean;
}

type Next = WorkState | ((facts: StepFacts) => WorkState);

const afterAttempt: Next = ({ cancelling = false, attemptsLeft = false }) =>
  cancelling ? 'cancelled' : attemptsLeft ? 'offered' : 'dead';
const afterJoin: Next = ({ joined }) => (joined === 'again' ? 'offered' : joined === 'badly' ? 'dead' : 'completed');
const redriven: Next = ({ partsLeft = false }) => (partsLeft ? 'waiting' : 'offered');

/** Every step there is, by the state it is possible in. What is not here is refused. */
const transitions: Readonly<Record<WorkState, Readonly<Partial<Record<WorkStep, Next>>>>> = {
  offered: { take: 'claimed', split: 'waiting', cancel: 'cancelled', expire: 'expired' },
  claimed: {
    heartbeat: 'claimed',
    progress: 'claimed',
    start: 'claimed',
    complete: 'completed',
    fail: afterAttempt,
    split: 'waiting',
    lose: afterAttempt,
    overrun: afterAttempt,
    cancel: 'claimed',
    confirm: 'cancelled',
  },
  waiting: { join: afterJoin, cancel: 'cancelled' },
  completed: {},
  dead: { redrive: redriven },
  cancelled: { redrive: redriven },
  expired: { redrive: redriven },
};

/** Where a step leads; undefined where it is not possible. */
export function next(state: WorkState, step: WorkStep, facts: StepFacts = {}): WorkState | undefined {
  const to = transitions[state][step];
  return typeof to === 'function' ? to(facts) : to;
}

/** Whether nothing more happens to it by itself. */
export function isOver(state: WorkState): boolean {
  return state === 'completed' || state === 'dead' || state === 'cancelled' || state === 'expired';
}
