import {
  deriveFrom,
  findDeriver,
  knownPack,
  makePack,
  observeStory,
  type PackEntry,
  packEntry,
  planInjection,
  promptsOfPerson,
  type Story,
  wordsOfPerson,
  writesIn,
} from '@hookline/memory';
import { popularity } from './file-ranking.ts';
import type { BenchPart, BenchTable } from './part.ts';
import { realStories } from './real-stories.ts';
import { learnShare } from './replay.ts';

const recencyHalfLife = 15;

/** Files that agents are told of at a prompt, against files that the session went on to change. */
export const part: BenchPart = {
  name: 'prompt-files',
  what: 'files told at a prompt, as changed for similar ones → files the session changes',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    return found.repositories.map(({ repository, stories }) => tableOf(repository, stories));
  },
};

/** What was told at one prompt; nothing at most of them. */
interface AtPrompt {
  readonly at: number;
  readonly files: readonly string[];
  /** As many as were told, of those that are changed most. */
  readonly popular: readonly string[];
  readonly changed: ReadonlySet<string>;
}

function tableOf(repository: string, stories: readonly Story[]): BenchTable {
  const prompts = promptsOf(stories);
  const until = Math.floor(stories.length * learnShare);
  const ranges: [string, (prompt: AtPrompt) => boolean][] = [
    ['judged: last 30 %', ({ at }) => at >= until],
    ['learnt on: first 70 %', ({ at }) => at < until],
  ];
  return {
    title: `${repository}: files told at a prompt`,
    columns: ['sessions', 'way', 'prompts', 'told at', 'files', 'right %', 'prompts with one right %'],
    rows: ranges.flatMap(([range, isIn]) => {
      const asked = prompts.filter(isIn);
      const told = asked.filter(({ files }) => files.length > 0);
      return [
        [range, 'recent popularity', ...scores(asked, told, ({ popular }) => popular)],
        [range, 'ours', ...scores(asked, told, ({ files }) => files)],
      ];
    }),
    notes: [
      'Chronological; popularity names as many files, where ours names any. The floor was chosen on the first 70 %',
    ],
  };
}

function scores(
  asked: readonly AtPrompt[],
  told: readonly AtPrompt[],
  of: (prompt: AtPrompt) => readonly string[],
): number[] {
  const right = told.map((prompt) => of(prompt).filter((path) => prompt.changed.has(path)).length);
  const files = told.reduce((sum, prompt) => sum + of(prompt).length, 0);
  const percent = (part: number, whole: number) => Math.round((100 * part) / Math.max(1, whole));
  return [
    asked.length,
    told.length,
    files,
    percent(
      right.reduce((sum, count) => sum + count, 0),
      files,
    ),
    percent(right.filter((count) => count > 0).length, told.length),
  ];
}

function promptsOf(stories: readonly Story[]): AtPrompt[] {
  const episode = [findDeriver('episode')!];
  const observed = stories.flatMap((story) => observeStory(story, episode));
  const memories = deriveFrom({ observed, told: [], decisions: [] }, episode);
  const entries = new Map(
    memories.filter(({ status }) => status === 'active').map((memory) => [memory.about, packEntry(memory)]),
  );
  const past: PackEntry[] = [];
  return stories.flatMap((story, at) => {
    const known = knownPack(makePack({ project: story.project, ...(story.actor && { actor: story.actor }) }, past));
    const often = popularity(
      past.map(({ anchors }) => anchors),
      recencyHalfLife,
    );
    const changed = new Set(writesIn(story).map(({ path }) => path));
    const told = { memories: new Set<string>(), tokens: 0 };
    const nowMs = Date.parse(story.startedAt);
    const prompts = promptsOfPerson(story).map((prompt) => {
      const planned = planInjection(known, { surface: 'prompt', text: wordsOfPerson(prompt), told, nowMs });
      const files = filesIn(planned?.text ?? '');
      for (const memory of planned?.memories ?? []) told.memories.add(memory);
      told.tokens += planned?.tokens ?? 0;
      return { at, files, popular: often.slice(0, files.length), changed };
    });
    const own = entries.get(story.session);
    if (own !== undefined) past.push(own);
    return prompts;
  });
}

function filesIn(text: string): string[] {
  const listed = /^- Files changed for similar prompts: (.*), last \S+$/m.exec(text)?.[1];
  return listed === undefined ? [] : listed.split(', ').map((one) => one.replace(/ \(\d+(?: sessions)?\)$/, ''));
}
