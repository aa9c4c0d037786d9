import { looksOnly } from '../commands/looks-only.ts';
import { purposeOf } from '../commands/purpose.ts';
import { type ShellRun, shellRuns } from '../commands/shell-runs.ts';
import { subjectsOf } from '../commands/subjects.ts';
import { tellingLine } from '../commands/telling-line.ts';
import { commandTokens } from '../commands/tokens.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Call, Story } from '../facts/story.ts';
import { jaccard } from '../words/jaccard.ts';
import { code } from '../words/quoted.ts';
import { visible } from '../words/visible.ts';
import { counted, dayOf } from '../words/wording.ts';
import { json, seenIn } from './sessions.ts';

/** How something went in one session. */
type PitfallData = {
  /** The last outcomes, oldest first. */
  readonly outcomes: readonly (readonly [time: string, ok: boolean])[];
  readonly failed: number;
  /** What was said when it failed first. */
  readonly error?: string;
  /** What succeeded instead, after the first failures: its key, and how it was run. */
  readonly instead: readonly (readonly [key: string, form: string])[];
};

/** What is known of a pitfall, see `Memory.details`. */
export type PitfallDetails = {
  /** `command`: a program, or a program with a flag, see `commandSubjects`. `tool`: a tool or skill that is not there. */
  readonly of: 'command' | 'tool';
  readonly failed: number;
  readonly failedSessions: number;
  /** Of the last eight runs of known outcome. */
  readonly lastFailed: number;
  readonly lastJudged: number;
  readonly error?: string;
  /** What succeeded instead in two sessions or more: its key, how it was run, and in how many. */
  readonly replacement?: { readonly key: string; readonly command: string; readonly sessions: number };
};

const recentMax = 8;
const failShareMin = 0.8;
const sessionsMin = 2;
const likenessMin = 0.5;
const insteadMax = 3;
/** What succeeds after so many more programs has nothing to do with the failure. */
const nextRunsMax = 12;
const subjectsMax = 150;

export const pitfall: Deriver<PitfallData, PitfallDetails> = {
  kind: 'pitfall',
  version: 1,
  summary: 'A command, a flag of one, or a skill or tool that fails here nearly always; and what works instead.',
  thresholds: `failed in ${sessionsMin} sessions and in ${100 * failShareMin}% of the last ${recentMax} runs`,
  activates: 'itself',
  observe: (story) => [...commandsOf(story), ...toolsOf(story)].slice(0, subjectsMax),
  fold: rendered,
};

interface Outcome {
  readonly call: Call;
  readonly ok: boolean;
  readonly instead: readonly (readonly [key: string, form: string])[];
}

function commandsOf(story: Story): Observation<PitfallData>[] {
  const runs = shellRuns(story);
  const bySubject = new Map<string, Outcome[]>();
  runs.forEach((run, at) => {
    const { ok, call } = run;
    if (ok === undefined) return;
    for (const subject of subjectsOf(run.key, run.words)) {
      const isFlag = subject !== run.key;
      // A flag is at fault only where the program says so.
      if (isFlag && !ok && !complainsOf(call.text ?? '', subject.slice(run.key.length + 1))) continue;
      const outcomes = bySubject.get(subject) ?? [];
      outcomes.push({ call, ok, instead: ok ? [] : insteadOf(subject, run, runs.slice(at + 1, at + 1 + nextRunsMax)) });
      bySubject.set(subject, outcomes);
    }
  });
  return [...bySubject].map(([subject, outcomes]) => observationOf(subject, outcomes));
}

const usage =
  /(unknown|unrecogni[sz]ed|illegal|invalid|unexpected|unsupported|no such) (shorthand )?(flag|option|argument|arguments|switch|parameter)|flag provided but not defined|bad option|not a (valid|known) option/i;

/** Whether a program says that it does not take this flag. */
function complainsOf(text: string, flag: string): boolean {
  return text
    .split('\n', 12)
    .some(
      (line) =>
        usage.test(line) &&
        (wordsOf(line).has(flag) || (/^-[A-Za-z]$/.test(flag) && new RegExp(`-- ['"]?${flag[1]}\\b`).test(line))),
    );
}

const wordsOf = (line: string): Set<string> => new Set(line.split(/[\s'"`:,=[\]()]+/));

/** The first that succeeded of what came after, and is like it; none where the same succeeded first. */
function insteadOf(subject: string, failed: ShellRun, later: readonly ShellRun[]): [key: string, form: string][] {
  const tokens = commandTokens(failed.words);
  const purpose = purposeOf(failed.key);
  for (const run of later) {
    if (!worked(run)) continue;
    if (subjectsOf(run.key, run.words).includes(subject)) return [];
    if (looksOnly(run.key, run.words) && run.key !== failed.key) continue;
    // What formats takes the place of nothing that lints, however alike they are written.
    if (purpose !== undefined && purposeOf(run.key) !== purpose) continue;
    if (jaccard(tokens, commandTokens(run.words)) >= likenessMin) return [[run.key, run.command]];
  }
  return [];
}

/** Also where its output goes on to another program: then it worked unless it says that something is wrong. */
function worked({ ok, call }: ShellRun): boolean {
  return ok ?? (call.outcome === 'ok' && tellingLine(call.text ?? '') === undefined);
}

const unknownName =
  /(?:unknown (?:skill|tool|agent|subagent|command)|no such tool(?: available)?|unavailable tool|tool not found)\s*:?\s*['"“`]?([\w:./-]{0,79}\w)/i;

function toolsOf(story: Story): Observation<PitfallData>[] {
  if (story.project === '-') return [];
  const bySubject = new Map<string, Outcome[]>();
  for (const step of story.steps) {
    if (step.type !== 'call' || step.command !== undefined) continue;
    const subject = toolSubject(step);
    if (subject === undefined) continue;
    const outcomes = bySubject.get(subject) ?? [];
    outcomes.push({ call: step, ok: step.outcome === 'ok', instead: [] });
    bySubject.set(subject, outcomes);
  }
  return [...bySubject].map(([subject, outcomes]) => observationOf(subject, outcomes));
}

/** The skill or tool that a call says is not there, or that was there and might not have been; else undefined. */
function toolSubject({ tool, mcpServer, outcome, text, effects }: Call): string | undefined {
  const named = effects.find(({ type }) => type === 'unknown')?.object;
  if (outcome === 'invalid' || outcome === 'failed') {
    const name = unknownName.exec(text ?? '')?.[1];
    return name === undefined ? undefined : `tool:${name === tool ? tool : `${tool} ${name}`}`;
  }
  if (outcome !== 'ok') return undefined;
  if (/^skill$/i.test(tool) && named !== undefined && named.length <= 80) return `tool:${tool} ${named}`;
  return mcpServer === undefined ? undefined : `tool:${tool}`;
}

function observationOf(subject: string, outcomes: readonly Outcome[]): Observation<PitfallData> {
  const failures = outcomes.filter(({ ok }) => !ok);
  const error = tellingLine(failures[0]?.call.text ?? '');
  return {
    about: subject,
    scope: 'project',
    ...seenIn((failures.length > 0 ? failures : outcomes).map(({ call }) => call)),
    data: json({
      outcomes: outcomes.slice(-recentMax).map(({ call, ok }) => [call.time, ok] as const),
      failed: failures.length,
      error: error?.slice(0, 160).toWellFormed(),
      instead: failures.flatMap(({ instead }) => instead).slice(0, insteadMax),
    }) as PitfallData,
  };
}

function rendered(seen: readonly Seen<PitfallData>[]): Rendered<PitfallDetails> | undefined {
  const subject = seen[0]!.about;
  const failing = seen.filter(({ data }) => data.failed > 0);
  if (failing.length === 0) return undefined;
  const instead = insteadIn(failing);
  // To fail is what commands that verify are for: those are pitfalls only where another one works.
  if (instead === undefined && purposeOf(subject) !== undefined) return undefined;
  const course = courseOf(seen);
  if (!course.holds && course.endedAt === undefined && !(failing.length === 1 && course.share >= failShareMin))
    return undefined;
  const failed = failing.reduce((total, { data }) => total + data.failed, 0);
  const error = failing.findLast(({ data }) => data.error !== undefined)?.data.error;
  const isTool = subject.startsWith('tool:');
  const name = isTool ? subject.slice('tool:'.length) : subject;
  const lastAt = failing
    .map((one) => one.lastAt)
    .sort()
    .at(-1)!;
  const facts = [
    `failed ${counted(failed, 'time')} in ${counted(failing.length, 'session')}`,
    `${course.lastFailed} of the last ${course.lastJudged}`,
    `last ${dayOf(lastAt)}`,
  ];
  const works =
    instead === undefined
      ? ''
      : `; ${code(instead.command, 60)} worked instead in ${counted(instead.sessions, 'session')}`;
  const says = instead !== undefined || error === undefined ? '' : `; it says ${code(error, 80)}`;
  return {
    title: visible(instead === undefined ? `${name} fails` : `${name} fails: ${instead.key}`),
    statement: `${code(name, 80)} ${facts.join(', ')}${works}${says}`,
    details: json({
      of: isTool ? 'tool' : 'command',
      failed,
      failedSessions: failing.length,
      lastFailed: course.lastFailed,
      lastJudged: course.lastJudged,
      error,
      replacement: instead,
    }) as PitfallDetails,
    supported: course.holds,
    origin: 'counter',
    trust: 'tool',
    confidence: (course.lastFailed + 1) / (course.lastJudged + 2),
    contradicted: course.lastAgainst,
    ...(course.endedAt !== undefined && { ended: { at: course.endedAt, reason: 'superseded' as const } }),
    keywords: [name, error, instead?.command].filter((text) => text !== undefined).join(' '),
  };
}

/**
 * How it went over time: in how many sessions it succeeded among the last runs, whether it is a pitfall after the last outcome, and if it was one
 * before, since when no more. What worked long ago says nothing against what fails now.
 */
function courseOf(seen: readonly Seen<PitfallData>[]) {
  const outcomes = seen
    .flatMap(({ data, session }) => data.outcomes.map(([time, ok]) => ({ time, ok, session })))
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  const failedIn = new Set<string>();
  let held = false;
  let endedAt: string | undefined;
  let [lastFailed, lastJudged, lastAgainst, share] = [0, 0, 0, 0];
  outcomes.forEach(({ time, ok, session }, at) => {
    if (!ok) failedIn.add(session);
    const recent = outcomes.slice(Math.max(0, at + 1 - recentMax), at + 1);
    lastJudged = recent.length;
    lastFailed = recent.filter((one) => !one.ok).length;
    lastAgainst = new Set(recent.filter((one) => one.ok).map((one) => one.session)).size;
    share = lastFailed / lastJudged;
    const holds = failedIn.size >= sessionsMin && share >= failShareMin;
    if (held && !holds) endedAt = time;
    if (holds) endedAt = undefined;
    held = holds;
  });
  return { holds: held, endedAt, lastFailed, lastJudged, lastAgainst, share };
}

/** What succeeded instead in most sessions, if in two; as it was run, if it was run the same way in two. */
function insteadIn(failing: readonly Seen<PitfallData>[]): PitfallDetails['replacement'] {
  const found = failing.flatMap(({ data, session }) => data.instead.map(([key, form]) => ({ key, form, session })));
  const most = mostSessions(found, ({ key }) => key);
  if (most === undefined || most.sessions < sessionsMin) return undefined;
  const form = mostSessions(
    found.filter(({ key }) => key === most.name),
    (one) => one.form,
  );
  return {
    key: most.name,
    command: form !== undefined && form.sessions >= sessionsMin ? form.name : most.name,
    sessions: most.sessions,
  };
}

function mostSessions<One extends { readonly session: string }>(
  all: readonly One[],
  nameOf: (one: One) => string,
): { name: string; sessions: number } | undefined {
  return [...Map.groupBy(all, nameOf)]
    .map(([name, its]) => ({ name, sessions: new Set(its.map(({ session }) => session)).size }))
    .sort((a, b) => b.sessions - a.sessions || (a.name < b.name ? -1 : 1))[0];
}
