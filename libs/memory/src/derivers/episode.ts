import { stripEcho } from '@hookline/harnesses';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf, listing } from '../words/wording.ts';
import { promptsOfPerson, wordsOfPerson } from './asked.ts';
import { seenIn } from './sessions.ts';
import { commitsIn, writesIn } from './touched.ts';

const promptsMax = 12;
const firstPromptMax = 1_200;
const laterPromptMax = 300;
const filesMax = 40;
const commitsMax = 10;
const closingMax = 1_000;
const wordsAtLeast = 3;
/** What stands around a plan that was made in a session before. */
const aroundPlan = /^Implement the following plan:\s*(#+\s*(Plan:)?\s*)?/i;

type Data = {
  readonly prompts: readonly string[];
  readonly files: readonly string[];
  readonly commits: readonly { readonly commit: string; readonly title: string }[];
  /** The last words of the main agent. */
  readonly closing: string;
};

/** What a session was asked, what it changed and how it closed: quotations, never words to follow. */
export type EpisodeDetails = Data & {
  readonly session: string;
  readonly actor: string | null;
  readonly at: string;
};

/** What was done in one session: the prompts, the files, the commits and the closing words. */
export const episode: Deriver<Data, EpisodeDetails> = {
  kind: 'episode',
  version: 1,
  summary: 'What one session was asked for, which files and commits came of it, and how it closed.',
  thresholds: 'a prompt in words, and a file, a commit or a closing text',
  activates: 'itself',
  observe,
  fold,
};

function observe(story: Story): Observation<Data>[] {
  const prompts = promptsOfPerson(story);
  const first = prompts[0];
  if (first === undefined) return [];
  const writes = writesIn(story);
  const commits = commitsIn(story);
  const closing = story.steps.findLast(
    (step) => step.agent === 'main' && step.type === 'said' && step.role === 'assistant' && step.text.trim() !== '',
  );
  const text = closing?.type === 'said' ? stripEcho(closing.text).trim().slice(-closingMax) : '';
  const steps = [
    ...prompts.slice(0, promptsMax),
    ...writes.slice(-10),
    ...commits.slice(-5),
    ...(closing === undefined ? [] : [closing]),
  ];
  return [
    {
      about: story.session,
      scope: 'project',
      data: {
        prompts: prompts
          .slice(0, promptsMax)
          .map((prompt, index) => wordsOfPerson(prompt).slice(0, index === 0 ? firstPromptMax : laterPromptMax)),
        files: [...new Set(writes.map(({ path }) => path))].slice(0, filesMax),
        commits: commits.slice(-commitsMax).map(({ commit, title }) => ({
          commit: commit.slice(0, 10),
          title: title.slice(0, 120),
        })),
        closing: text,
      },
      ...seenIn(steps),
      firstAt: story.startedAt,
      lastAt: story.lastAt,
    },
  ];
}

function fold(seen: readonly Seen<Data>[]): Rendered<EpisodeDetails> | undefined {
  const { data, session, actor, firstAt } = seen.at(-1)!;
  const first = (data.prompts[0] ?? '').replace(aroundPlan, '');
  const asked = first.split(/\n\s*#{1,6}\s/, 1)[0]!;
  const commit = data.commits.at(-1);
  const [file] = data.files;
  const came = [
    ...(commit === undefined ? [] : [`commit ${quoted(commit.commit, 10)}`]),
    ...(file === undefined ? [] : [`${counted(data.files.length, 'file')}: ${quoted(file, 70)}`]),
    ...data.files.slice(1, 3).map((path) => quoted(path, 60)),
  ];
  const words = first.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length;
  return {
    title: quoted(asked, 80) || 'session',
    statement: listing(
      `${dayOf(firstAt)} ${quoted(actor ?? 'somebody', 24)}: "${quoted(asked, 90)}" → `,
      came.length > 0 ? came : [`${counted(data.prompts.length, 'prompt')}, no file changed`],
      '',
    ),
    details: { ...data, session, actor: actor ?? null, at: firstAt },
    supported: words >= wordsAtLeast && (data.files.length > 0 || data.commits.length > 0 || data.closing.length >= 80),
    origin: 'pattern',
    trust: 'agent',
    validFrom: firstAt,
    anchors: data.files,
    keywords: [
      first,
      data.closing,
      ...data.commits.map(({ title }) => title),
      data.files.join(' '),
      ...data.prompts.slice(1),
      actor ?? '',
    ].join('\n'),
  };
}
