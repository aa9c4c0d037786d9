import { looksOnly } from '../commands/looks-only.ts';
import { purposeOf } from '../commands/purpose.ts';
import { type ShellRun, shellRuns } from '../commands/shell-runs.ts';
import { tellingLine } from '../commands/telling-line.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Call, Story } from '../facts/story.ts';
import { code } from '../words/quoted.ts';
import { visible } from '../words/visible.ts';
import { counted, dayOf } from '../words/wording.ts';
import { json, seenIn, supportOf } from './sessions.ts';

/** What one session says of a command, exactly as it was run. */
type FlakyData = {
  /** How often it went the other way than the last time, with nothing written in between, and runs of known outcome. */
  readonly flips: number;
  readonly judged: number;
  /** What was said when it failed. */
  readonly error?: string;
};

/** What is known of a flaky command, see `Memory.details`. */
export type FlakyDetails = FlakyData & { readonly command: string; readonly flippedSessions: number };

const sessionsMin = 2;
const lengthMax = 200;
/** In another folder it is another command; in which it ends depends on where it began. */
const movesFrom = /(^|[;&|(]\s*)(cd|pushd)\s+[^\s/~$]/;

export const flaky: Deriver<FlakyData, FlakyDetails> = {
  kind: 'flaky',
  version: 1,
  summary: 'A command that verifies and came out differently when it was run again, though nothing had been changed.',
  thresholds: `it did so in ${sessionsMin} sessions`,
  activates: 'review',
  observe: observed,
  fold: rendered,
};

interface Course {
  readonly runs: ShellRun[];
  readonly flips: ShellRun[];
  last: { readonly ok: boolean; readonly changes: number } | undefined;
}

function observed(story: Story): Observation<FlakyData>[] {
  const runsOf = Map.groupBy(shellRuns(story), ({ call }) => call);
  const courses = new Map<string, Course>();
  let changes = 0;
  for (const step of story.steps) {
    if (step.type === 'wrote' || step.type === 'prompt') changes += 1;
    if (step.type !== 'call') continue;
    const runs = runsOf.get(step) ?? [];
    for (const run of runs) {
      if (run.ok === undefined || purposeOf(run.key) === undefined || run.command.length >= lengthMax) continue;
      if (movesFrom.test(step.command ?? '')) continue;
      const course = courses.get(run.command) ?? { runs: [], flips: [], last: undefined };
      courses.set(run.command, course);
      course.runs.push(run);
      if (course.last !== undefined && course.last.changes === changes && course.last.ok !== run.ok)
        course.flips.push(run);
      course.last = { ok: run.ok, changes };
    }
    if (mayChange(step, runs)) changes += 1;
  }
  return [...courses].flatMap(([command, { runs, flips }]) => {
    if (flips.length === 0) return [];
    const error = runs.find(({ ok }) => ok === false)?.call.text;
    return {
      about: command,
      scope: 'project',
      ...seenIn(flips.map(({ call }) => call)),
      data: json({
        flips: flips.length,
        judged: runs.length,
        error: tellingLine(error ?? '')
          ?.slice(0, 160)
          .toWellFormed(),
      }) as FlakyData,
    };
  });
}

/** Whether something may be otherwise after a call: it wrote, or it ran what neither looks nor verifies. */
function mayChange(call: Call, runs: readonly ShellRun[]): boolean {
  if (call.writes.length > 0) return true;
  if (call.command === undefined)
    return call.effects.some(({ type }) => type === 'file.write' || type === 'file.delete');
  return runs.length === 0 || runs.some(({ key, words }) => !isHarmless(key, words));
}

/** To format is to write, and so is whatever is told to fix. */
function isHarmless(key: string, words: readonly string[]): boolean {
  const purpose = purposeOf(key);
  if (purpose === undefined) return looksOnly(key, words);
  return purpose !== 'format' && !words.some((word) => /^--?(fix|write|update|u)\b|:fix$|fix$/.test(word));
}

function rendered(seen: readonly Seen<FlakyData>[]): Rendered<FlakyDetails> {
  const command = seen[0]!.about;
  const { sessions, lastAt } = supportOf(seen);
  const flips = seen.reduce((total, { data }) => total + data.flips, 0);
  const judged = seen.reduce((total, { data }) => total + data.judged, 0);
  const error = seen.findLast(({ data }) => data.error !== undefined)?.data.error;
  return {
    title: `flaky: ${visible(command)}`,
    statement: `${code(command, 80)} came out differently ${counted(flips, 'time')} in ${judged} runs with nothing changed in between, in ${counted(sessions, 'session')}${error === undefined ? '' : `: ${code(error, 70)}`} (last ${dayOf(lastAt)})`,
    details: json({ command, flips, judged, flippedSessions: sessions, error }) as FlakyDetails,
    supported: sessions >= sessionsMin,
    origin: 'counter',
    trust: 'tool',
    keywords: [command, error].filter((text) => text !== undefined).join(' '),
  };
}
