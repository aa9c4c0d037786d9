import { shellRuns } from '../commands/shell-runs.ts';
import { announcedVersions, answeredVersion, askedVersion, type SeenVersion } from '../commands/versions.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Call, Story } from '../facts/story.ts';
import { code } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { json, seenIn, supportOf } from './sessions.ts';

/** What one session says of a program's version: the last it saw. */
type EnvironmentData = { readonly version: string };

/** What is known of the machine, see `Memory.details`. */
export type EnvironmentDetails = {
  /** A program, or `platform`. */
  readonly name: string;
  readonly version: string;
  /** Since when, of all that were seen in a row. RFC 3339. */
  readonly since: string;
  readonly sessions: number;
  /** What held before, the latest first, at most five. */
  readonly before: readonly { readonly version: string; readonly from: string; readonly to: string }[];
};

const sessionsMin = 2;
const beforeMax = 5;

export const environment: Deriver<EnvironmentData, EnvironmentDetails> = {
  kind: 'environment',
  version: 1,
  summary:
    'Which version of a program a person has in a project, and on what kind of machine; the latest that was seen.',
  thresholds: `the same in ${sessionsMin} sessions`,
  activates: 'itself',
  observe: observed,
  fold: rendered,
};

/** Machines are people's: it is of the person where somebody is known, else of the project. */
function observed(story: Story): Observation<EnvironmentData>[] {
  const runs = Map.groupBy(shellRuns(story), ({ call }) => call);
  const found = [...runs].flatMap(([call, its]) =>
    versionsOf(
      call,
      its.map(({ words }) => words),
    ).map((seen) => ({ call, seen })),
  );
  return [...Map.groupBy(found, ({ seen }) => seen.name)].map(([name, its]) => ({
    about: name,
    scope: story.actor === undefined ? 'project' : 'person',
    ...seenIn(its.map(({ call }) => call)),
    data: { version: its.at(-1)!.seen.version },
  }));
}

function versionsOf(call: Call, programs: readonly (readonly string[])[]): SeenVersion[] {
  const text = call.text ?? '';
  const announced = announcedVersions(text);
  // Of several answers in one output nobody can tell which is whose.
  const name = programs.length === 1 && call.outcome === 'ok' ? askedVersion(programs[0]!) : undefined;
  const version = name === undefined ? undefined : answeredVersion(text);
  return name === undefined || version === undefined
    ? announced
    : [{ name, version }, ...announced.filter((one) => one.name !== name)];
}

function rendered(seen: readonly Seen<EnvironmentData>[]): Rendered<EnvironmentDetails> {
  const name = seen[0]!.about;
  const stretches: { version: string; seen: Seen<EnvironmentData>[] }[] = [];
  for (const one of [...seen].sort((a, b) => compare(a.lastAt, b.lastAt) || compare(a.session, b.session))) {
    const last = stretches.at(-1);
    if (last?.version === one.data.version) last.seen.push(one);
    else stretches.push({ version: one.data.version, seen: [one] });
  }
  const now = stretches.at(-1)!;
  const { sessions, lastAt } = supportOf(now.seen);
  const since = now.seen[0]!.firstAt;
  const before = stretches
    .slice(0, -1)
    .reverse()
    .slice(0, beforeMax)
    .map((stretch) => ({
      version: stretch.version,
      from: stretch.seen[0]!.firstAt,
      to: stretch.seen.at(-1)!.lastAt,
    }));
  const earlier = before[0] === undefined ? '' : `; ${code(before[0].version, 40)} until ${dayOf(before[0].to)}`;
  return {
    title: `${name} ${now.version}`,
    statement: `${name} is ${code(now.version, 60)} since ${dayOf(since)} (${counted(sessions, 'session')}, last ${dayOf(lastAt)}${earlier})`,
    details: json({ name, version: now.version, since, sessions, before }) as EnvironmentDetails,
    supported: sessions >= sessionsMin,
    origin: 'counter',
    trust: 'tool',
    validFrom: since,
    keywords: `${name} ${now.version} version`,
  };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
