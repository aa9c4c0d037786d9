import {
  deriveFrom,
  findDeriver,
  observeStory,
  type PastWork,
  pastWorkOf,
  predictFiles,
  promptsOfPerson,
  readsIn,
  type Story,
  wordIndex,
  wordsOf,
  wordsOfPerson,
} from '@hookline/memory';
import { popularity, scoreRanking } from './file-ranking.ts';
import type { BenchPart, BenchTable } from './part.ts';
import { realStories } from './real-stories.ts';

const learnShare = 0.7;
const recencyHalfLife = 15;
const shown = 10;

/** Which files the first prompt of a session leads to, from what sessions before it did. */
export const part: BenchPart = {
  name: 'next-file',
  what: 'the first prompt of a session → files it goes on to change, from the episodes before it',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const [first, ...others] = found.repositories;
    return [
      tableOf(first!.repository, first!.stories, true),
      ...others.map((one) => tableOf(one.repository, one.stories, false)),
    ];
  },
};

interface Asked {
  readonly at: number;
  readonly gold: readonly string[];
  readonly prompt: string;
  readonly actor: string | undefined;
  readonly past: readonly PastWork[];
  readonly read: ReadonlySet<string>;
}

function tableOf(repository: string, stories: readonly Story[], isGoal: boolean): BenchTable {
  const questions = questionsOf(stories);
  const until = Math.floor(stories.length * learnShare);
  const ranges: [string, (asked: Asked) => boolean][] = [
    ['judged: last 30 %', ({ at }) => at >= until],
    ['learnt on: first 70 %', ({ at }) => at < until],
    ['all', () => true],
  ];
  const rows = ranges.flatMap(([range, isIn]) => {
    const asked = questions.filter(isIn);
    return Object.entries(predictors).map(([name, predict]) => {
      const {
        questions: n,
        recall5,
        recall10,
        hit5,
      } = scoreRanking(asked.map((one) => ({ ranked: predict(one), gold: one.gold })));
      return [range, name, n, recall5, recall10, hit5];
    });
  });
  const judged = rows.find(([range, name]) => range === ranges[0]![0] && name === 'ours')!;
  return {
    title: `${repository}: files that a session changes, of files known before it`,
    columns: ['sessions', 'predictor', 'n', 'R@5', 'R@10', 'hit@5'],
    rows,
    ...(isGoal && {
      goals: [
        { what: 'R@5, judged', figure: Number(judged[3]), goal: 34, unit: '%' },
        { what: 'hit@5, judged', figure: Number(judged[5]), goal: 61, unit: '%' },
      ],
    }),
    notes: [
      'Chronological; known = changed or read in an earlier session. Paths are relative, so that people and worktrees share them.',
      'Constants of the predictor were chosen on the first 70 % of entireio/cli, then looked at once on the rest.',
    ],
  };
}

/** Sessions with a prompt in words that change a file which an earlier session changed or read. */
function questionsOf(stories: readonly Story[]): Asked[] {
  const episode = [findDeriver('episode')!];
  const observed = stories.flatMap((story) => observeStory(story, episode));
  const memories = deriveFrom({ observed, told: [], decisions: [] }, episode);
  const works = new Map(memories.flatMap((memory) => pastWorkOf(memory) ?? []).map((work) => [work.session, work]));
  const past: PastWork[] = [];
  const read = new Set<string>();
  return stories.flatMap((story, at) => {
    const work = works.get(story.session);
    const prompt = promptsOfPerson(story)[0];
    const known = new Set([...past.flatMap(({ files }) => files), ...read]);
    const gold = work?.files.filter((path) => known.has(path)) ?? [];
    const question = { at, gold, actor: story.actor, past: [...past], read: new Set(read) };
    if (work !== undefined) past.push(work);
    for (const { path } of readsIn(story)) read.add(path);
    return prompt === undefined || gold.length === 0 ? [] : [{ ...question, prompt: wordsOfPerson(prompt) }];
  });
}

const predictors: Readonly<Record<string, (asked: Asked) => readonly string[]>> = {
  popularity: ({ past }) => popularity(past.map(({ files }) => files)),
  'recent popularity': ({ past }) =>
    popularity(
      past.map(({ files }) => files),
      recencyHalfLife,
    ),
  'words of paths, no memory': ({ prompt, past, read }) => {
    const known = [...new Set([...past.flatMap(({ files }) => files), ...read])];
    return wordIndex(known.map(wordsOf))
      .find(wordsOf(prompt))
      .map(({ at }) => known[at]!);
  },
  'ours, own sessions only': (asked) => ours(asked, (work) => work.actor === asked.actor),
  'ours, teammates only': (asked) => ours(asked, (work) => work.actor !== asked.actor),
  ours: (asked) => ours(asked, () => true),
};

function ours({ prompt, actor, past, read }: Asked, counts: (work: PastWork) => boolean): string[] {
  return predictFiles({ prompt, actor }, past.filter(counts), { limit: shown, more: read }).map(({ path }) => path);
}
