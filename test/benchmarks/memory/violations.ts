import { findDeriver, type Memory, observeStory, type Story } from '@hookline/memory';
import type { BenchGoal, BenchPart, BenchTable } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';
import { learnShare, percentOf, replay, shareText } from './replay.ts';

const shown = 8;

/** How many of the later broken rules are among the eight that were learnt as broken most. */
export const part: BenchPart = {
  name: 'violations',
  what: 'top-8 learned rules: coverage of later (session, rule) violations',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const goals: BenchGoal[] = [];
    const rows = found.repositories.flatMap(({ repository, stories }) => {
      const later = splitByTime(stories, learnShare).judge.map((story) => ({ story, rules: rulesIn(story) }));
      const all = later.reduce((total, { rules }) => total + rules.length, 0);
      const learned = [...replay(stories, 'violation', 'once')][0]?.memories ?? [];
      const cover = (rulesFor: (story: Story) => readonly string[]) =>
        later.reduce((total, { story, rules }) => {
          const told = new Set(rulesFor(story));
          return total + rules.filter((rule) => told.has(rule)).length;
        }, 0);
      const ofProject = learned.filter(({ home }) => home.startsWith('project:'));
      const ours = cover(() => top(ofProject, bySessions));
      if (repository === 'entireio/cli') {
        goals.push({ what: `${repository}: top-8 rules cover`, figure: percentOf(ours, all), goal: 52, unit: '%' });
      }
      const row = (way: string, covered: number) => [repository, way, all, shareText(covered, all)];
      return [
        row('broken in most sessions (ours)', ours),
        row(
          'of those only what is told: active for the project or the person (ours)',
          cover((story) => top(toldTo(learned, story), bySessions)),
        ),
        row(
          'broken last',
          cover(() => top(ofProject, byLast)),
        ),
        row(
          'broken first',
          cover(() => top(ofProject, (a, b) => -byLast(a, b))),
        ),
        row(
          'first by name',
          cover(() => top(ofProject, (a, b) => (a.about < b.about ? -1 : 1))),
        ),
        row(
          'all that were learnt, however many',
          cover(() => ofProject.map(({ about }) => about)),
        ),
      ];
    });
    const table: BenchTable = {
      title: 'Rules of linters and compilers: eight learnt on the first 70 % of sessions, judged on the rest',
      columns: ['repository', 'eight rules', 'later (session, rule) pairs', 'covered'],
      rows,
      goals,
    };
    return [table];
  },
};

type Order = (a: Memory, b: Memory) => number;

const bySessions: Order = (a, b) => b.support.sessions - a.support.sessions || (a.about < b.about ? -1 : 1);
const byLast: Order = (a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : bySessions(a, b));

function top(memories: readonly Memory[], order: Order): string[] {
  return [...new Set([...memories].sort(order).map(({ about }) => about))].slice(0, shown);
}

function rulesIn(story: Story): string[] {
  const observed = observeStory(story, [findDeriver('violation')!]);
  return observed.filter(({ home }) => home.startsWith('project:')).map(({ seen }) => seen.about);
}

function toldTo(memories: readonly Memory[], { actor }: Story): Memory[] {
  return memories.filter(
    ({ status, home }) =>
      status === 'active' &&
      (home.startsWith('project:') || (actor !== undefined && home.startsWith(`person:${encodeURIComponent(actor)}@`))),
  );
}
