import type { CallRow } from '@hookline/projections';
import type { Command, DeadEnd } from './hand-off.ts';
import { type Subject, subjectOf } from './subject.ts';
import { beginning, ending, orNull, wordsOf } from './words.ts';

const listMax = 20;
const errorMax = 600;
const whyMax = 300;

/** All tries of one thing. `calls` are those that ended, in order. */
interface Attempt {
  readonly subject: Subject;
  readonly calls: CallRow[];
}

/** What was tried, sorted into what works, what fails still, and what was given up. */
export function attemptsOf(calls: readonly CallRow[]): {
  failing: Command[];
  passing: Command[];
  deadEnds: DeadEnd[];
} {
  const ended = calls.filter(({ outcome }) => ['ok', 'failed', 'denied'].includes(outcome));
  const attempts = new Map<string, Attempt>();
  for (const call of ended) {
    const subject = subjectOf(call);
    const key = `${subject.kind} ${subject.what}`;
    const attempt = attempts.get(key) ?? { subject, calls: [] };
    attempt.calls.push(call);
    attempts.set(key, attempt);
  }
  const newestFirst = [...attempts.values()].sort((a, b) => (lastOf(a).orderKey < lastOf(b).orderKey ? 1 : -1));
  const failing: Command[] = [];
  const passing: Command[] = [];
  const deadEnds: DeadEnd[] = [];
  const newest = ended.at(-1);
  for (const attempt of newestFirst) {
    const last = lastOf(attempt);
    const { subject } = attempt;
    if (last.outcome === 'ok') {
      const matters = attempt.calls.length > 1 || last === newest;
      if (subject.kind === 'command' && matters) passing.push(commandOf(attempt));
      continue;
    }
    const instead = newestFirst.find(
      (other) =>
        other !== attempt &&
        other.subject.family === subject.family &&
        other.subject.kind === subject.kind &&
        lastOf(other).outcome === 'ok' &&
        lastOf(other).orderKey > last.orderKey,
    );
    if (subject.kind === 'command' && last.outcome === 'failed' && instead === undefined) {
      failing.push(commandOf(attempt));
    } else deadEnds.push(deadEndOf(attempt, instead));
  }
  return {
    failing: failing.slice(0, listMax),
    passing: passing.slice(0, listMax),
    deadEnds: deadEnds.slice(0, listMax),
  };
}

const lastOf = ({ calls }: Attempt): CallRow => calls.at(-1)!;

function commandOf({ subject, calls }: Attempt): Command {
  const last = calls.at(-1)!;
  const failed = last.outcome === 'failed';
  return {
    command: subject.what,
    runs: calls.length,
    failures: calls.filter(({ outcome }) => outcome !== 'ok').length,
    exitCode: last.exitCode,
    position: last.position,
    at: last.endedAt ?? last.startedAt,
    error: failed ? orNull(ending(wordsOf(last.error) || wordsOf(last.output), errorMax)) : null,
  };
}

function deadEndOf({ subject, calls }: Attempt, instead: Attempt | undefined): DeadEnd {
  const last = calls.at(-1)!;
  const why =
    last.outcome === 'denied'
      ? `refused${last.deniedBy === null ? '' : ` by ${last.deniedBy}`}${reasonOf(last)}`
      : beginning(wordsOf(last.error), whyMax);
  return {
    what: subject.what,
    times: calls.length,
    why: orNull(why),
    instead: instead?.subject.what ?? null,
    position: last.position,
  };
}

function reasonOf({ reason }: CallRow): string {
  const words = beginning(wordsOf(reason), whyMax);
  return words === '' ? '' : `: ${words}`;
}
