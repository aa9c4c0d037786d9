import type { AgentBrief, CallBrief, MessageBrief, PlanBrief } from '../../api/outline-columns.ts';
import { type Course, lastUpTo, type Turn, turnAt } from './course/course.ts';
import { isFailed, standingAt } from './course/standing.ts';
import { entriesUpTo } from './course/telling.ts';
import { planOf } from './plan.ts';

/** What one would ask of a session at a moment. */
export interface MomentFacts {
  readonly turn: Turn | undefined;
  /** What the main agent said last. */
  readonly said: MessageBrief | undefined;
  readonly plan: ReturnType<typeof planOf>;
  /** Calls that had begun and not ended, the oldest first. */
  readonly going: readonly CallBrief[];
  readonly agents: readonly AgentBrief[];
  /** Calls that had failed, the newest first. */
  readonly problems: readonly CallBrief[];
  readonly problemCount: number;
}

const problemsMax = 8;
const goingMax = 12;

/** `over` says that what never ended does not go on either. */
export function factsAt(course: Course, moment: number, over: boolean): MomentFacts {
  const count = entriesUpTo(course.entries, moment);
  const plans: PlanBrief[] = [];
  const going: CallBrief[] = [];
  const problems: CallBrief[] = [];
  let said: MessageBrief | undefined;
  for (let index = 0; index < count; index += 1) {
    const entry = course.entries[index]!;
    if (entry.type === 'plan') plans.push(entry);
    else if (entry.type === 'message' && entry.role === 'assistant' && !entry.thinking && isMain(entry.agent))
      said = entry;
    else if (entry.type === 'call') {
      const standing = standingAt(entry, moment);
      if (standing === 'going' && (entry.end !== -1 || !over)) going.push(entry);
      if (standing === 'over' && isFailed(entry)) problems.push(entry);
    }
  }
  return {
    turn: turnAt(course, moment),
    said,
    plan: planOf(plans),
    going: going.slice(-goingMax),
    agents: course.agents.filter((agent) => standingAt(agent, moment) === 'going' && (agent.end !== -1 || !over)),
    problems: problems.sort((a, b) => b.end - a.end).slice(0, problemsMax),
    problemCount: Math.max(problems.length, lastUpTo(course.failures, moment) + 1),
  };
}

function isMain(agent: string | null): boolean {
  return agent === null || agent === 'main';
}
