import { Cron } from 'croner';
import { type Admission, admit, afterEnd } from './admit.ts';
import { guarded } from './guards.ts';
import { applyMatch, byTime } from './patterns.ts';
import type { KeyState } from './state.ts';
import type { EngineContext, EngineRule, Input, Match } from './types.ts';

const gatheredMax = 1_000;
const bufferMax = 10_000;

/**
 * Takes one input into what a rule keeps for one key. Pure, and the whole meaning of a rule in time: who calls it in the
 * order of the log, and ticks every state at the moment it names, gets the same firings, live, dry or again.
 */
export function step(rule: EngineRule, before: Admission, input: Input, context: EngineContext): Admission {
  const taken = advance(rule, before, context);
  switch (input.type) {
    case 'tick':
      return taken;
    case 'switch':
      return switched(taken, input.paused);
    case 'ended':
      return afterEnd(rule, taken, input, context);
    case 'match':
      if (rule.plan.latenessMs === 0) return took(rule, taken, input.match, context);
      return advance(rule, { ...taken, state: buffered(taken.state, input.match) }, context);
  }
}

/** When the state has to be looked at again although nothing came, Unix milliseconds; undefined when never. */
export function dueMs({ plan, sinceMs }: EngineRule, state: KeyState): number | undefined {
  const { pattern, latenessMs, settle, limits } = plan;
  const times: number[] = [];
  const [buffered, gathered] = [state.buffer[0], state.gathering[0]];
  if (buffered !== undefined) times.push(buffered.timeMs + latenessMs);
  for (const [first] of state.open) times.push(first!.timeMs + withinOf(pattern) + latenessMs + 1);
  const last = state.window.at(-1);
  if (last !== undefined) times.push(last.timeMs + withinOf(pattern) + latenessMs + 1);
  if (gathered !== undefined && settle !== undefined) times.push(settledMs(settle, state));
  if (pattern.type === 'schedule') {
    const next = nextMoment(pattern, Math.max(state.scheduledMs, sinceMs));
    if (next !== undefined) times.push(next);
  }
  const fired = state.firedMs.at(-1);
  if (fired !== undefined) times.push(fired + Math.max(limits.cooldownMs ?? 0, limits.throttle?.perMs ?? 0) + 1);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What time alone brings about, up to the clock. */
function advance(rule: EngineRule, before: Admission, context: EngineContext): Admission {
  const { plan } = rule;
  const { pattern, latenessMs, settle, limits } = plan;
  const { clockMs } = context;
  let now = before;
  for (let first = now.state.buffer[0]; first !== undefined && first.timeMs + latenessMs <= clockMs; ) {
    now = took(rule, { ...now, state: { ...now.state, buffer: now.state.buffer.slice(1) } }, first, context);
    first = now.state.buffer[0];
  }
  const isOver = ([first]: readonly Match[]) => first!.timeMs + withinOf(pattern) + latenessMs < clockMs;
  const over = now.state.open.filter(isOver);
  if (over.length > 0) {
    now = { ...now, state: { ...now.state, open: now.state.open.filter((one) => !isOver(one)) } };
    if (pattern.type === 'absence') for (const matches of over) now = came(rule, now, matches, context);
  }
  const newest = now.state.window.at(-1);
  if (newest !== undefined && newest.timeMs + withinOf(pattern) + latenessMs < clockMs) {
    now = { ...now, state: { ...now.state, window: [] } };
  }
  if (pattern.type === 'schedule') now = planned(rule, now, context);
  if (settle !== undefined && now.state.gathering.length > 0 && settledMs(settle, now.state) <= clockMs) {
    now = released(rule, now, context);
  }
  const keepMs = Math.max(limits.cooldownMs ?? 0, limits.throttle?.perMs ?? 0);
  if (now.state.firedMs.some((ms) => ms + keepMs < clockMs)) {
    now = { ...now, state: { ...now.state, firedMs: now.state.firedMs.filter((ms) => ms + keepMs >= clockMs) } };
  }
  return now;
}

function switched(before: Admission, paused: boolean): Admission {
  const { totals } = before;
  return { ...before, totals: { ...totals, paused, ...(!paused && { failuresInRow: 0, lastMinuteMs: [] }) } };
}

function buffered(state: KeyState, match: Match): KeyState {
  if (state.buffer.some(({ id, step: of }) => id === match.id && of === match.step)) return state;
  return { ...state, buffer: [...state.buffer, match].sort(byTime).slice(-bufferMax) };
}

/** A match counts. */
function took(rule: EngineRule, before: Admission, match: Match, context: EngineContext): Admission {
  const { state, complete } = applyMatch(rule.plan.pattern, before.state, match, context.stepHolds);
  return complete.reduce((now, matches) => came(rule, now, matches, context), { ...before, state });
}

/** A pattern is complete: what may act goes on, or gathers first. */
function came(rule: EngineRule, before: Admission, matches: readonly Match[], context: EngineContext): Admission {
  const candidate = { key: before.key, matches, atMs: context.clockMs };
  const held = guarded(rule, candidate, before.totals, context);
  if (held !== undefined) return { ...before, held: [...before.held, held] };
  const { settle } = rule.plan;
  if (settle === undefined) return admit(rule, before, candidate, context);
  const { state } = before;
  const isFirst = state.gathering.length === 0;
  const gathering = [...state.gathering, ...matches.filter(({ id }) => state.gathering.every((one) => one.id !== id))];
  const gathered = {
    ...before,
    state: {
      ...state,
      gathering: gathering.slice(-gatheredMax),
      gatheringSinceMs: isFirst ? context.clockMs : state.gatheringSinceMs,
      gatheringLastMs: context.clockMs,
    },
  };
  const isFull = settle.type === 'batch' && gathering.length >= settle.most;
  return isFull ? released(rule, gathered, context) : gathered;
}

function released(rule: EngineRule, before: Admission, context: EngineContext): Admission {
  const { gathering } = before.state;
  const state = { ...before.state, gathering: [], gatheringSinceMs: 0, gatheringLastMs: 0 };
  return admit(rule, { ...before, state }, { key: before.key, matches: gathering, atMs: context.clockMs }, context);
}

function planned(rule: EngineRule, before: Admission, context: EngineContext): Admission {
  const { pattern, freshMs } = rule.plan;
  if (pattern.type !== 'schedule') return before;
  let now = before;
  // What is long past is not gone through moment by moment: that could be years.
  const pastMs = context.clockMs - freshMs - 1_000;
  for (;;) {
    const atMs = nextMoment(pattern, Math.max(now.state.scheduledMs, rule.sinceMs, pastMs));
    if (atMs === undefined || atMs > context.clockMs) return now;
    now = { ...now, state: { ...now.state, scheduledMs: atMs } };
    // Of moments that were slept through, none that is long past, and of the others the last one.
    if (context.clockMs - atMs > freshMs) continue;
    const following = nextMoment(pattern, atMs);
    if (following !== undefined && following <= context.clockMs) continue;
    const candidate = { key: now.key, matches: [], atMs };
    const held = guarded(rule, candidate, now.totals, context);
    now = held === undefined ? admit(rule, now, candidate, context) : { ...now, held: [...now.held, held] };
  }
}

function settledMs(settle: NonNullable<EngineRule['plan']['settle']>, state: KeyState): number {
  if (settle.type === 'batch') return state.gatheringSinceMs + settle.waitMs;
  return Math.min(state.gatheringLastMs + settle.waitMs, state.gatheringSinceMs + settle.mostMs);
}

function withinOf(pattern: EngineRule['plan']['pattern']): number {
  return 'withinMs' in pattern ? pattern.withinMs : 0;
}

/** A schedule, and what came after the moment that it was asked about last: every moment is asked about several times. */
interface Schedule {
  readonly cron: Cron;
  afterMs: number;
  nextMs: number | undefined;
}

const schedules = new Map<string, Schedule>();
const schedulesMax = 1_000;

function nextMoment({ cron, timeZone }: { cron: string; timeZone: string }, afterMs: number): number | undefined {
  const name = `${cron}\n${timeZone}`;
  const known = schedules.get(name);
  if (known?.afterMs === afterMs) return known.nextMs;
  const schedule = known ?? { cron: new Cron(cron, { timezone: timeZone, paused: true }), afterMs, nextMs: undefined };
  if (known === undefined && schedules.size >= schedulesMax) schedules.clear();
  schedules.set(name, schedule);
  schedule.nextMs = schedule.cron.nextRun(new Date(afterMs))?.getTime();
  schedule.afterMs = afterMs;
  return schedule.nextMs;
}
