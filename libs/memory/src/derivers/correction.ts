import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Prompt, Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { wordsOf } from '../words/words-of.ts';
import { promptsOfPerson, sentencesOfPerson } from './asked.ts';
import { readsAsInstruction } from './instruction.ts';
import { seenIn, supportOf } from './sessions.ts';

const lengthMax = 500;
const sessionMax = 30;

/** How people begin when an agent is to do something else than it did. */
const correcting =
  /^(no\b|nope\b|don['’]?t\b|do not\b|stop\b|instead\b|actually\b|wrong\b|not like (that|this)\b|not (that|this)\b|that['’]?s (not|wrong)\b|never\b|please (don['’]?t|do not|never)\b|we don['’]?t\b|you should(n['’]t)?\b|you (forgot|missed)\b|undo\b|revert (that|this)\b|use\b[^.\n]{1,80}\binstead\b)/i;

type Data = {
  readonly words: string;
  /** Where these words were said. */
  readonly saidAt: number;
};
type Details = { readonly words: string; readonly sessions: number };

/** A prompt after the first that takes back or redirects what the agent did. Fewer than half of them are lasting rules. */
export const correction: Deriver<Data, Details> = {
  kind: 'correction',
  version: 2,
  summary: 'What a person corrected in the middle of a session, in his words.',
  thresholds: 'words that can be read as lasting, or 2 sessions',
  activates: 'review',
  observe,
  fold,
};

function observe(story: Story): Observation<Data>[] {
  const corrections = promptsOfPerson(story).slice(1).flatMap(correctionIn);
  return [...Map.groupBy(corrections, ({ about }) => about)].slice(0, sessionMax).map(([about, its]) => ({
    about,
    scope: 'person',
    data: { words: its[0]!.words, saidAt: its[0]!.position },
    ...seenIn(its),
  }));
}

function correctionIn(prompt: Prompt): { about: string; words: string; position: number; time: string }[] {
  const words = sentencesOfPerson(prompt);
  if (words.length > lengthMax || !correcting.test(words)) return [];
  const about = wordsOf(words).slice(0, 12).join(' ').slice(0, 200);
  if (about.split(' ').length < 2) return [];
  return [{ about, words, position: prompt.position, time: prompt.time }];
}

function fold(seen: readonly Seen<Data>[]): Rendered<Details> {
  const { words } = seen[0]!.data;
  const { sessions, lastAt } = supportOf(seen);
  return {
    title: quoted(words, 80) || 'correction',
    statement: `Corrected: "${quoted(words, 170)}" (${counted(sessions, 'session')}, last ${dayOf(lastAt)})`,
    details: { words: quoted(words, lengthMax), sessions },
    supported: sessions >= 2 || readsAsInstruction(words.split('\n', 1)[0]!),
    origin: 'pattern',
    trust: 'user',
    wordsAt: Math.min(...seen.flatMap(({ data }) => (data.words === words ? [data.saidAt] : []))),
    confidence: sessions >= 2 ? 0.6 : 0.3,
    keywords: words,
  };
}
