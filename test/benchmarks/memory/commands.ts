import { type CommandDetails, findDeriver, type Memory, observeStory, type Story } from '@hookline/memory';
import type { BenchGoal, BenchPart, BenchTable } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';
import { learnShare, percentOf, replay, shareText } from './replay.ts';

const shown = 6;

/** How many of the later runs of verifying commands are of the six that were learnt as used most. */
export const part: BenchPart = {
  name: 'commands',
  what: 'top-6 learned commands: coverage of later runs that build, test, lint, check types or format',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const goals: BenchGoal[] = [];
    const rows = found.repositories.flatMap(({ repository, stories }) => {
      const { learn, judge } = splitByTime(stories, learnShare);
      const later = judge.flatMap(runsByKey);
      const learned = [...replay(stories, 'command', 'once')][0]?.memories ?? [];
      const active = learned.filter(({ status }) => status === 'active');
      const cover = (keys: readonly string[]) =>
        later.reduce((total, { key, runs }) => total + (keys.includes(key) ? runs : 0), 0);
      const all = later.reduce((total, { runs }) => total + runs, 0);
      const ours = cover(top(active, bySessions));
      if (repository === 'entireio/cli') {
        goals.push({
          what: `${repository}: top-6 commands cover`,
          figure: percentOf(ours, all),
          goal: 87.5,
          unit: '%',
        });
      }
      const row = (way: string, covered: number) => [repository, way, all, shareText(covered, all)];
      return [
        row('used in most sessions (ours)', ours),
        row('used last', cover(top(learned, byLast))),
        row('used first', cover(top(learned, (a, b) => -byLast(a, b)))),
        row('those of the last session', cover(lastSession(learn))),
        row('all that were learnt, however many', cover(learned.map(({ about }) => about))),
      ];
    });
    const table: BenchTable = {
      title: 'Verification commands: six learnt on the first 70 % of sessions, judged on the runs of the rest',
      columns: ['repository', 'six commands', 'later runs', 'covered'],
      rows,
      goals,
      notes: ['A command is its key (`mise run lint`, `go test`): arguments differ from run to run.'],
    };
    return [table];
  },
};

type Order = (a: Memory, b: Memory) => number;

const bySessions: Order = (a, b) =>
  b.support.sessions - a.support.sessions || runsOf(b) - runsOf(a) || (a.about < b.about ? -1 : 1);
const byLast: Order = (a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : bySessions(a, b));

const runsOf = ({ details }: Memory): number => (details as unknown as CommandDetails).runs;

function top(memories: readonly Memory[], order: Order): string[] {
  return [...memories]
    .sort(order)
    .slice(0, shown)
    .map(({ about }) => about);
}

function runsByKey(story: Story): { key: string; runs: number }[] {
  return observeStory(story, [findDeriver('command')!]).map(({ seen }) => ({
    key: seen.about,
    runs: (seen.data as { runs: number }).runs,
  }));
}

/** Of the last session that ran any. */
function lastSession(stories: readonly Story[]): string[] {
  const last = stories.findLast((story) => runsByKey(story).length > 0);
  return last === undefined
    ? []
    : runsByKey(last)
        .map(({ key }) => key)
        .slice(0, shown);
}
