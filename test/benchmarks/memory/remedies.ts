import { type Failure, failuresOf, type Memory, type RemedyDetails, type Story } from '@hookline/memory';
import type { BenchGoal, BenchPart, BenchTable } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';
import { learnShare, percentOf, replay, shareText } from './replay.ts';

/** How often what a remedy says came next is what succeeded next. */
export const part: BenchPart = {
  name: 'remedies',
  what: 'remedies of errors that come back: how often they are what succeeded next',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const goals: BenchGoal[] = [];
    const rows = found.repositories.flatMap(({ repository, stories }) => {
      const failures = splitByTime(stories, learnShare).judge.flatMap(failuresOf).length;
      const ways = wayPredictors(splitByTime(stories, learnShare).learn);
      const ofOnce = predicted(stories, 'once');
      const ofOn = predicted(stories, 'on');
      const row = (way: string, { cases, hits, untold }: Scored) => [
        repository,
        way,
        failures,
        cases + untold,
        cases,
        hits,
        shareText(hits, cases),
      ];
      const ours = score(ofOnce, ({ remedy }) => remedy);
      goals.push({
        what: `${repository}: remedy = next success`,
        figure: percentOf(ours.hits, ours.cases),
        goal: 60,
        unit: '%',
      });
      return [
        row('remedies learnt on the first 70 % (ours)', ours),
        row(
          'of those, that name a command or a file (ours)',
          score(
            ofOnce.filter(({ details }) => details.remedy?.obvious === false),
            ({ remedy }) => remedy,
          ),
        ),
        row(
          'the same failures: edit, then the same command',
          score(ofOnce, () => ({ by: 'edit' })),
        ),
        row(
          'the same failures: what that command was got over with most',
          score(ofOnce, ({ failure }) => ways.byCommand(failure)),
        ),
        row(
          'the same failures: what succeeds most in the project',
          score(ofOnce, () => ways.overall),
        ),
        row(
          'remedies, learning on (ours)',
          score(ofOn, ({ remedy }) => remedy),
        ),
      ];
    });
    const table: BenchTable = {
      title: 'Remedies: failures of the last 30 % of sessions whose signature has an active remedy',
      columns: ['repository', 'predicts', 'failures', 'predicted', 'got over', 'right', 'share'],
      rows,
      goals,
      notes: [
        'Right: what succeeded next is what was said. A command: that command, before the failed one; an edit: files were written and then the failed command succeeded.',
        'Failures: of shell calls with a line that says what is wrong. Failures after which nothing succeeded in the session are predicted but not got over, and not in the share.',
      ],
    };
    return [table];
  },
};

interface Prediction {
  readonly by: 'edit' | 'again' | 'run';
  readonly key?: string;
}

interface Case {
  readonly failure: Failure;
  readonly details: RemedyDetails;
  readonly remedy: Prediction;
}

interface Scored {
  readonly cases: number;
  readonly hits: number;
  /** Nothing succeeded after it. */
  readonly untold: number;
}

/** The later failures that an active remedy is about. */
function predicted(stories: readonly Story[], learning: 'once' | 'on'): Case[] {
  const cases: Case[] = [];
  for (const { story, memories } of replay(stories, 'remedy', learning)) {
    const remedies = new Map(
      memories.filter(isTold).map(({ about, details }) => [about, details as unknown as RemedyDetails]),
    );
    for (const failure of failuresOf(story)) {
      const details = remedies.get(failure.signature);
      if (details?.remedy !== undefined) cases.push({ failure, details, remedy: details.remedy });
    }
  }
  return cases;
}

const isTold = ({ status }: Memory): boolean => status === 'active';

function score(cases: readonly Case[], predict: (one: Case) => Prediction | undefined): Scored {
  const told = cases.filter(({ failure }) => failure.way !== undefined);
  const hits = told.filter((one) => isRight(predict(one), one.failure)).length;
  return { cases: told.length, hits, untold: cases.length - told.length };
}

function isRight(prediction: Prediction | undefined, { way }: Failure): boolean {
  if (prediction === undefined || way === undefined || prediction.by !== way.by) return false;
  return prediction.by !== 'run' || prediction.key === way.key;
}

/** What is known without looking at errors at all. */
function wayPredictors(stories: readonly Story[]) {
  const failures = stories.flatMap(failuresOf);
  return {
    overall: mostOf(failures),
    byCommand: ({ command }: Failure) => mostOf(failures.filter((one) => one.command === command)) ?? mostOf(failures),
  };
}

function mostOf(failures: readonly Failure[]): Prediction | undefined {
  const ways = failures.flatMap(({ way }) => way ?? []);
  const groups = [...Map.groupBy(ways, ({ by, key }) => (by === 'run' ? `run ${key}` : by)).values()];
  return groups.sort((a, b) => b.length - a.length)[0]?.[0];
}
