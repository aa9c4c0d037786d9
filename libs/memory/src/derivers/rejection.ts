import { simpleCommands } from '../commands/simple-commands.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { wordsOf } from '../words/words-of.ts';
import { actionOf } from './action.ts';
import { seenIn, supportOf } from './sessions.ts';

const wordsKeptMax = 500;
const sessionMax = 50;

type Refusal = { readonly tool: string; readonly on: string; readonly words: string };
/** With where these words were said. */
type Data = Refusal & { readonly saidAt: number };
type Details = Refusal & { readonly sessions: number; readonly actors: number };

/** A call that a person refused, with the words that he gave. A person decides whether it is more than this once. */
export const rejection: Deriver<Data, Details> = {
  kind: 'rejection',
  version: 2,
  summary: 'What a person refused an agent to do, in the words he gave.',
  thresholds: 'once, where it is no question',
  activates: 'review',
  observe,
  fold,
};

interface Refused {
  readonly position: number;
  readonly time: string;
  readonly tool: string;
  readonly on: string;
  readonly words: string;
}

function observe(story: Story): Observation<Data>[] {
  const refused = story.steps.flatMap((step): Refused[] => {
    const isRefused =
      (step.type === 'call' && step.outcome === 'denied') || (step.type === 'permission' && step.decision === 'deny');
    if (!isRefused || step.by !== 'person') return [];
    const words = wordsGiven(step.reason ?? '');
    if (words === '') return [];
    const on = step.type === 'call' ? targetOf(step.command, step.effects) : '';
    return [{ position: step.position, time: step.time, tool: step.tool.slice(0, 60), on, words }];
  });
  // What a call tells is more than what the decision about it tells.
  const told = refused.filter(
    ({ on, words }) => on !== '' || !refused.some((one) => one.on !== '' && one.words === words),
  );
  return [...Map.groupBy(told, aboutOf)].slice(0, sessionMax).map(([about, its]) => {
    const { tool, on, words, position: saidAt } = its[0]!;
    return { about, scope: 'project', data: { tool, on, words, saidAt }, ...seenIn(its) };
  });
}

function aboutOf({ tool, on, words }: Refused): string {
  return `${tool}|${on}|${wordsOf(words).slice(0, 12).join(' ')}`.slice(0, 200);
}

function targetOf(command: string | undefined, effects: readonly { type: string; object?: string }[]): string {
  if (command !== undefined) {
    const first = simpleCommands(command)[0];
    return first === undefined ? '' : quoted(actionOf(first.words), 80);
  }
  return (
    effects.find(({ type, object }) => type.startsWith('file.') && object !== undefined)?.object?.slice(0, 200) ?? ''
  );
}

/** What harnesses say of a refusal in their own words. */
const boilerplate =
  /doesn['’]t want to (proceed|take this action)|tool use was rejected|has been denied|STOP what you are doing|^The user (wants to clarify|answered|has)|canceled by the user|cancelled by the user|(rejected|denied|declined|aborted) by (the )?user|user (rejected|denied|declined|cancelled|canceled)/i;

/** The person's own words in the reason of a refusal; empty where he gave none. */
export function wordsGiven(reason: string): string {
  const given = /the user (?:said|provided the following reason[^:\n]*)\s*:\s*([\s\S]+)$/i.exec(reason)?.[1];
  const words = (boilerplate.test(given ?? reason) ? '' : (given ?? reason)).replace(/\n+Note: [\s\S]*$/, '').trim();
  return words.split(/\s+/).length < 2 ? '' : words.slice(0, wordsKeptMax);
}

function fold(seen: readonly Seen<Data>[]): Rendered<Details> {
  const { tool, on, words } = seen[0]!.data;
  const { sessions, actors, lastAt } = supportOf(seen);
  const what = on === '' ? quoted(tool, 40) : `${quoted(tool, 30)} \`${quoted(on, 50)}\``;
  return {
    title: `Refused: ${what}`,
    statement: `Refused ${what}: "${quoted(words, 120)}" (${counted(sessions, 'session')}, last ${dayOf(lastAt)})`,
    details: { tool, on, words: quoted(words, wordsKeptMax), sessions, actors },
    supported: !/\?\s*$/.test(words),
    origin: 'pattern',
    trust: 'user',
    wordsAt: Math.min(...seen.flatMap(({ data }) => (data.words === words ? [data.saidAt] : []))),
    anchors: on.includes('/') && !on.includes(' ') ? [on] : [],
    keywords: words,
  };
}
