import { tellingLine } from '../commands/telling-line.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { code } from '../words/quoted.ts';
import { visible } from '../words/visible.ts';
import { counted, dayOf } from '../words/wording.ts';
import { type Failure, failuresOf, type Way } from './remedy/failures.ts';
import { json, mostFrequent, seenIn, supportOf, tally } from './sessions.ts';

/** What one session says of an error. */
type RemedyData = {
  readonly failed: number;
  /** The command that failed with it most often. */
  readonly command: string;
  readonly error: string;
  /** How its last failures were got over, at most three. */
  readonly ways: readonly Way[];
};

/** What is known of an error, see `Memory.details`. */
export type RemedyDetails = {
  /** See `failureSignature`. */
  readonly signature: string;
  /** As it was said last. */
  readonly error: string;
  /** The command that fails with it in most sessions. */
  readonly fails: string;
  readonly failed: number;
  readonly failedSessions: number;
  /** Files that were written in two sessions or more, and in half of those that got over it so. */
  readonly files: readonly string[];
  readonly remedy?: {
    readonly by: Way['by'];
    readonly key: string;
    readonly command: string;
    /** In how many sessions it was got over this way, of how many in which it was got over. */
    readonly sessions: number;
    readonly solvedSessions: number;
    readonly passedSessions: number;
    readonly namedSessions: number;
    /** It only says what anybody would do: edit the file that the error names, or any. Not worth telling. */
    readonly obvious: boolean;
  };
};

const sessionsMin = 2;
const shareMin = 0.6;
const waysMax = 3;
const signaturesMax = 100;

export const remedy: Deriver<RemedyData, RemedyDetails> = {
  kind: 'remedy',
  version: 1,
  summary: 'An error that commands fail with here, and what got sessions over it.',
  thresholds: `got over the same way in ${sessionsMin} sessions and ${100 * shareMin}% of those that got over it, and a second reason: the failed command then succeeded, the error names it, it is much the same command, or two people did so`,
  activates: 'itself',
  observe: observed,
  fold: rendered,
};

function observed(story: Story): Observation<RemedyData>[] {
  return [...Map.groupBy(failuresOf(story), ({ signature }) => signature)]
    .slice(0, signaturesMax)
    .map(([signature, its]) => observationOf(signature, its));
}

function observationOf(signature: string, failures: readonly Failure[]): Observation<RemedyData> {
  const command = mostFrequent(tally(failures.map((one) => one.command)), 1)[0]![0];
  return {
    about: signature,
    scope: 'project',
    ...seenIn(failures.map(({ call }) => call)),
    data: {
      failed: failures.length,
      command,
      error: (tellingLine(failures.at(-1)!.call.text ?? '') ?? '').slice(0, 200).toWellFormed(),
      ways: failures
        .flatMap(({ way }) => way ?? [])
        .slice(-waysMax)
        .map((way) => ({ ...way, files: way.files.map((path) => path.slice(0, 200)) })),
    },
  };
}

function rendered(seen: readonly Seen<RemedyData>[]): Rendered<RemedyDetails> {
  const signature = seen[0]!.about;
  const last = seen.at(-1)!.data;
  const { sessions: failedSessions, lastAt } = supportOf(seen);
  const fails = mostFrequent(tally(seen.map(({ data }) => data.command)), 1)[0]![0];
  const failed = seen.reduce((total, { data }) => total + data.failed, 0);
  const best = bestWay(seen);
  const what = signature.replace(/^v\d+:(<path>:? ?)?/, '');
  const error = code(what, 80);
  const facts = `${counted(best?.sessions ?? failedSessions, 'session')}${best === undefined ? '' : ` of ${best.solvedSessions}`}, last ${dayOf(lastAt)}`;
  return {
    title: visible(best === undefined ? what : `${titles[best.by](best)}: ${what}`) || 'error',
    statement:
      best === undefined
        ? `${code(fails, 40)} fails with ${error} (${facts}); nothing got over it the same way twice`
        : `${code(fails, 40)} fails with ${error}: ${said[best.by](best)} (${facts})`,
    details: json({
      signature,
      error: last.error,
      fails,
      failed,
      failedSessions,
      files: best?.files ?? [],
      remedy: best?.remedy,
    }) as RemedyDetails,
    supported: best !== undefined && isBelieved(best),
    origin: 'counter',
    trust: 'tool',
    confidence: best === undefined ? 0 : (best.sessions + 1) / (best.solvedSessions + 2),
    anchors: best?.files ?? [],
    keywords: [signature, fails, best?.remedy.command].filter((text) => text !== undefined).join(' '),
  };
}

interface BestWay {
  readonly by: Way['by'];
  readonly sessions: number;
  readonly solvedSessions: number;
  readonly actors: number;
  readonly files: readonly string[];
  readonly remedy: NonNullable<RemedyDetails['remedy']>;
}

/** The way of most sessions: each says how it got over its last failure. */
function bestWay(seen: readonly Seen<RemedyData>[]): BestWay | undefined {
  const ways = seen.flatMap(({ data, actor }) => {
    const way = data.ways.at(-1);
    return way === undefined ? [] : [{ ...way, actor }];
  });
  const groups = [...Map.groupBy(ways, ({ by, key }) => (by === 'run' ? `run ${key}` : by)).values()];
  // The last of as frequent ones: what was done since holds rather than what was done before.
  const its = groups.sort((a, b) => b.length - a.length || ways.indexOf(b.at(-1)!) - ways.indexOf(a.at(-1)!))[0];
  if (its === undefined) return undefined;
  const { by, key } = its.at(-1)!;
  const form = mostFrequent(tally(its.map(({ command }) => command)), 1)[0]!;
  const files = mostFrequent(tally(its.flatMap((way) => way.files)), 3).filter(
    ([, sessions]) => sessions >= sessionsMin && sessions * 2 >= its.length,
  );
  return {
    by,
    sessions: its.length,
    solvedSessions: ways.length,
    actors: new Set(its.flatMap(({ actor }) => (actor === undefined ? [] : [actor]))).size,
    files: files.map(([path]) => path),
    remedy: {
      by,
      key,
      command: form[1] >= sessionsMin ? form[0] : key,
      sessions: its.length,
      solvedSessions: ways.length,
      passedSessions: its.filter(({ passed }) => passed).length,
      namedSessions: its.filter(({ named }) => named).length,
      obvious: by === 'edit' && files.length === 0,
    },
  };
}

/** That something came next is one reason only, and often chance: it takes a second one. */
function isBelieved({ by, sessions, solvedSessions, actors, files, remedy }: BestWay): boolean {
  if (sessions < sessionsMin || sessions / solvedSessions < shareMin) return false;
  const reasons =
    by === 'run'
      ? Math.max(remedy.passedSessions, remedy.namedSessions)
      : Math.max(remedy.namedSessions, files.length > 0 ? sessionsMin : 0);
  return reasons >= sessionsMin || actors >= 2;
}

const titles: Readonly<Record<Way['by'], (best: BestWay) => string>> = {
  edit: ({ files }) => (files.length > 0 ? `edit ${files[0]}` : 'edit'),
  again: () => 'run again',
  run: ({ remedy }) => remedy.key,
};

const said: Readonly<Record<Way['by'], (best: BestWay) => string>> = {
  edit: ({ files, remedy }) => {
    const where =
      files.length > 0
        ? `an edit of ${code(files[0]!, 50)}`
        : remedy.namedSessions * 2 >= remedy.sessions
          ? 'an edit of the file it names'
          : 'an edit';
    return `after ${where}, it succeeded`;
  },
  again: () => 'it succeeded when it was run again',
  run: ({ remedy }) =>
    `${code(remedy.command, 60)} succeeded next${remedy.passedSessions >= sessionsMin ? ', and then the failed one too' : ''}`,
};
