import type { CallRow } from '@hookline/projections';
import { oneLine, wordsOf } from './words.ts';

const subjectMax = 200;

/** What a call was about, the same for calls that try the same thing again. */
export interface Subject {
  readonly kind: 'command' | 'file' | 'other';
  /** For a person: the command, or the tool with what it was done to. */
  readonly what: string;
  /** Calls alike: the program with its first word, or the tool. */
  readonly family: string;
}

export function subjectOf({ tool, effects, input }: CallRow): Subject {
  const exec = effects.find(({ type }) => type === 'process.exec');
  const name = tool ?? 'a tool';
  if (exec?.object !== undefined) {
    const command = oneLine(exec.object.replace(/^cd\s+\S+\s*&&\s*/, ''), subjectMax);
    return { kind: 'command', what: command, family: command.split(' ').slice(0, 2).join(' ') };
  }
  const object = effects.find((effect) => effect.object !== undefined)?.object;
  if (object !== undefined) {
    const touches = effects.some(({ type }) => type.startsWith('file.'));
    return { kind: touches ? 'file' : 'other', what: `${name} ${oneLine(object, subjectMax)}`, family: name };
  }
  const given = oneLine(wordsOf(input), 80);
  return { kind: 'other', what: given === '' || given === '{}' ? name : `${name} ${given}`, family: name };
}
