import { type AnyDeriver, findDeriver, type Json, type Seen, type Story, writesIn } from '@hookline/memory';
import { popularity, type Ranked, scoreRanking } from './file-ranking.ts';
import type { BenchPart, BenchTable } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';

/** Hints at an edit: what else is changed, what is read before. */
export const part: BenchPart = {
  name: 'co-change',
  what: 'at an edit of a file: which other files the session changes, and which it read before',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    return found.repositories.flatMap(({ repository, stories }, at) => [
      withGoals(coChanged(repository, stories), at === 0 ? { precision5: 28.9, hit5: 61 } : {}),
      withGoals(readBefore(repository, stories), at === 0 ? { hit5: 73.7 } : {}),
    ]);
  },
};

/** What was measured before, on the same sessions of the first repository. */
function withGoals(table: BenchTable, { precision5, hit5 }: { precision5?: number; hit5?: number }): BenchTable {
  const judged = table.rows.find(([range, name]) => range === judgedRange && name === 'ours')!;
  return {
    ...table,
    goals: [
      ...(precision5 === undefined
        ? []
        : [{ what: 'P@5, judged', figure: Number(judged[4]), goal: precision5, unit: '%' }]),
      ...(hit5 === undefined ? [] : [{ what: 'hit@5, judged', figure: Number(judged[5]), goal: hit5, unit: '%' }]),
    ],
  };
}

const judgedRange = 'last 30 %';

type Details = { readonly [name: string]: Json };

/** What a deriver remembers of each path after the sessions it was given, one after the other. */
class Remembered {
  readonly #deriver: AnyDeriver;
  readonly #seen = new Map<string, Seen[]>();

  constructor(kind: string) {
    this.#deriver = findDeriver(kind)!;
  }

  files(path: string, of: 'with' | 'first'): string[] {
    const seen = this.#seen.get(path) ?? [];
    const details = seen.length === 0 ? undefined : (this.#deriver.fold(seen)?.details as Details | undefined);
    return ((details?.[of] ?? []) as readonly { readonly path: string }[]).map((one) => one.path);
  }

  learn(story: Story): void {
    for (const observation of this.#deriver.observe(story)) {
      const { session, project, actor } = story;
      const its = this.#seen.get(observation.about) ?? [];
      this.#seen.set(observation.about, [...its, { ...observation, session, project, actor }]);
    }
  }
}

function coChanged(repository: string, stories: readonly Story[]): BenchTable {
  const memory = new Remembered('co-change');
  const history: string[][] = [];
  return tableOf(`${repository}: files changed in the same session`, stories, (story) => {
    const changed = [...new Set(writesIn(story).map(({ path }) => path))];
    const answers =
      changed.length < 2
        ? []
        : changed.map((path) => {
            const gold = changed.filter((other) => other !== path);
            const ours = memory.files(path, 'with');
            const popular = popularity(history).filter((other) => other !== path);
            return { ours: { ranked: ours, gold }, popular: { ranked: popular, gold } };
          });
    memory.learn(story);
    history.push(changed);
    return answers;
  });
}

function readBefore(repository: string, stories: readonly Story[]): BenchTable {
  const memory = new Remembered('read-first');
  const readFirst = findDeriver('read-first')!;
  const history: string[][] = [];
  return tableOf(`${repository}: files read before a file is changed`, stories, (story) => {
    const observed = readFirst.observe(story);
    const answers = observed.flatMap(({ about, data }) => {
      const gold = (data as { read: readonly string[] }).read;
      const popular = popularity(history).filter((other) => other !== about);
      return gold.length === 0
        ? []
        : [{ ours: { ranked: memory.files(about, 'first'), gold }, popular: { ranked: popular, gold } }];
    });
    memory.learn(story);
    history.push([...new Set(observed.flatMap(({ data }) => (data as { read: readonly string[] }).read))]);
    return answers;
  });
}

interface Answers {
  readonly ours: Ranked;
  readonly popular: Ranked;
}

/** Only edits at which there is something to say are judged, for both. */
function tableOf(title: string, stories: readonly Story[], ask: (story: Story) => readonly Answers[]): BenchTable {
  const judged = new Set(splitByTime(stories, 0.7).judge);
  const asked = stories.flatMap((story) => ask(story).map((answers) => ({ answers, isJudged: judged.has(story) })));
  const rows = [true, false].flatMap((onlyJudged) => {
    const its = asked.filter(({ isJudged }) => isJudged || !onlyJudged).map(({ answers }) => answers);
    const told = its.filter(({ ours }) => ours.ranked.length > 0);
    const range = onlyJudged ? judgedRange : 'all';
    const share = Math.round((1_000 * told.length) / Math.max(1, its.length)) / 10;
    return (['popular', 'ours'] as const).map((name) => {
      const { questions, precision5, hit5 } = scoreRanking(told.map((one) => one[name]));
      return [range, name === 'ours' ? 'ours' : 'popularity', questions, share, precision5, hit5];
    });
  });
  return {
    title,
    columns: ['sessions', 'predictor', 'edits', 'of all %', 'P@5', 'hit@5'],
    rows,
    notes: ['A hint is only given where the memory is active; what happened in a session is learnt after it.'],
  };
}
