import { wordsOfPerson } from '../derivers/asked.ts';
import type { Story } from '../facts/story.ts';
import { shortId } from '../memory.ts';

/** Something that was said in a session and can be found again: a person's prompt without what harnesses put around it, or what an agent closed a turn with. */
export interface SaidText {
  /** Position of the event in the log. */
  readonly position: number;
  readonly project: string;
  readonly actor: string | undefined;
  readonly time: string;
  readonly by: 'person' | 'agent';
  readonly text: string;
}

const saidMax = 4_000;

/** What of a session is found by its own words, in its order: the newest 4,000. */
export function saidOf({ project, actor, steps }: Story): SaidText[] {
  const said: SaidText[] = [];
  let closing: SaidText | undefined;
  const close = () => {
    if (closing !== undefined) said.push(closing);
    closing = undefined;
  };
  for (const step of steps) {
    if (step.agent !== 'main') continue;
    const { position, time } = step;
    if (step.type === 'prompt') {
      close();
      const text = wordsOfPerson(step);
      if (text !== '') said.push({ position, project, actor, time, by: 'person', text });
    } else if (step.type === 'said' && step.role === 'assistant' && step.text.trim() !== '') {
      closing = { position, project, actor, time, by: 'agent', text: step.text };
    } else if (step.type === 'turn-ended') {
      close();
    }
  }
  close();
  return said.slice(-saidMax);
}

/** The id under which it is told: it is no memory, and is one event of the log. */
export function saidId({ position }: Pick<SaidText, 'position'>): string {
  return `said_${position}`;
}

/** The position that the id of something said names; undefined for ids of memories. */
export function saidPosition(id: string): number | undefined {
  const digits = /^said_(\d{1,15})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** So much of an id as people and agents are shown: of a memory's the beginning, of what was said all. */
export function shownId(id: string): string {
  return saidPosition(id) === undefined ? shortId(id) : id;
}
