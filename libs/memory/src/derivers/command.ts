import { type Purpose, purposeOf } from '../commands/purpose.ts';
import { type ShellRun, shellRuns } from '../commands/shell-runs.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import { quantile } from '../quantile.ts';
import { code } from '../words/quoted.ts';
import { visible } from '../words/visible.ts';
import { counted, dayOf, durationText, percent } from '../words/wording.ts';
import { json, mostFrequent, seenIn, supportOf, tally } from './sessions.ts';

/** What one session says of a command. */
type CommandData = {
  readonly purpose: Purpose;
  readonly runs: number;
  /** Runs whose outcome is known, and how many of those failed. */
  readonly judged: number;
  readonly failed: number;
  /** How it was run, the most frequent first, with counts. */
  readonly forms: readonly (readonly [form: string, runs: number])[];
  /** How long the last runs took, in ms, where known. */
  readonly tookMs: readonly number[];
  /** How the last runs went where known, oldest first. */
  readonly outcomes: readonly (readonly [time: string, ok: boolean])[];
};

/** What is known of a command, see `Memory.details`. */
export type CommandDetails = {
  readonly key: string;
  readonly purpose: Purpose;
  /** The form of it that most sessions ran; the key where no form was run in two sessions. */
  readonly command: string;
  readonly runs: number;
  readonly judged: number;
  readonly failed: number;
  readonly medianMs?: number;
  readonly p90Ms?: number;
  /** How the last eight runs of known outcome went, oldest first. */
  readonly lastOutcomes: readonly boolean[];
};

const formsMax = 8;
const timesMax = 50;
const outcomesMax = 8;
const activeFromSessions = 3;
/** From so many judged runs on, a command that never once succeeded is not told as one that the project uses. */
const judgedAtLeast = 3;

export const command: Deriver<CommandData, CommandDetails> = {
  kind: 'command',
  version: 1,
  summary:
    'A command that the project uses to build, test, lint, check types or format: how often, how well, how long.',
  thresholds: `${activeFromSessions} sessions, and not always failed`,
  activates: 'itself',
  observe: (story) =>
    [...Map.groupBy(shellRuns(story), ({ key }) => key)].flatMap(([key, runs]) => {
      const purpose = purposeOf(key);
      return purpose === undefined ? [] : [observationOf(key, purpose, runs)];
    }),
  fold: rendered,
};

function observationOf(key: string, purpose: Purpose, runs: readonly ShellRun[]): Observation<CommandData> {
  const judged = runs.flatMap(({ ok, call }) => (ok === undefined ? [] : [[call.time, ok] as const]));
  return {
    about: key,
    scope: 'project',
    ...seenIn(runs.map(({ call }) => call)),
    data: {
      purpose,
      runs: runs.length,
      judged: judged.length,
      failed: judged.filter(([, ok]) => !ok).length,
      forms: mostFrequent(tally(runs.map(({ command }) => command)), formsMax),
      tookMs: runs
        .flatMap(({ durationMs }) => (durationMs === undefined ? [] : [Math.round(durationMs)]))
        .slice(-timesMax),
      outcomes: judged.slice(-outcomesMax),
    },
  };
}

function rendered(seen: readonly Seen<CommandData>[]): Rendered<CommandDetails> {
  const key = seen[0]!.about;
  const { purpose } = seen[0]!.data;
  const { sessions, lastAt } = supportOf(seen);
  const sum = (name: 'runs' | 'judged' | 'failed') => seen.reduce((total, { data }) => total + data[name], 0);
  const [runs, judged, failed] = [sum('runs'), sum('judged'), sum('failed')];
  const tookMs = seen.flatMap(({ data }) => data.tookMs);
  const medianMs = quantile(tookMs, 0.5);
  const command = sharedForm(seen) ?? key;
  const facts = [
    `${counted(runs, 'run')} in ${counted(sessions, 'session')}`,
    ...(judged > 0 ? [`${percent(failed, judged)} of ${judged} failed`] : []),
    ...(medianMs === undefined ? [] : [`takes about ${durationText(medianMs)}`]),
    `last ${dayOf(lastAt)}`,
  ];
  return {
    title: `${purpose}: ${visible(command)}`,
    statement: `${purpose}: ${code(command, 120)} (${facts.join(', ')})`,
    details: json({
      key,
      purpose,
      command,
      runs,
      judged,
      failed,
      medianMs,
      p90Ms: quantile(tookMs, 0.9),
      lastOutcomes: lastOutcomes(seen),
    }) as CommandDetails,
    supported: sessions >= activeFromSessions && (judged < judgedAtLeast || failed < judged),
    origin: 'counter',
    trust: 'agent',
    keywords: [key, ...seen.flatMap(({ data }) => data.forms.map(([form]) => form))].slice(0, 40).join(' '),
  };
}

/** The form that was run most often among those that two sessions ran. */
function sharedForm(seen: readonly Seen<CommandData>[]): string | undefined {
  const byForm = Map.groupBy(
    seen.flatMap(({ data }) => data.forms),
    ([form]) => form,
  );
  return [...byForm]
    .filter(([, its]) => its.length >= 2)
    .map(([form, its]) => ({ form, runs: its.reduce((total, [, runs]) => total + runs, 0) }))
    .sort((a, b) => b.runs - a.runs || a.form.length - b.form.length || (a.form < b.form ? -1 : 1))[0]?.form;
}

function lastOutcomes(seen: readonly Seen<CommandData>[]): boolean[] {
  return seen
    .flatMap(({ data }) => data.outcomes)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .slice(-outcomesMax)
    .map(([, ok]) => ok);
}
