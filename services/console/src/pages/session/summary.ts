import type { CallEntry, MessageEntry, PlanEntry } from '../../api/shapes.ts';
import { isBodyRef, plainText } from '../../words/text.ts';

const summaryCharactersMax = 240;

export function messageText({ text, thinking }: MessageEntry): string {
  return plainText(text) || plainText(thinking);
}

/** One line that says what a call was about: what it did to what, else the first words of its input. */
export function summaryOf(call: CallEntry): string {
  return oneLine(subjectOf(call) ?? call.description ?? firstText(call.input) ?? '');
}

/** The path of a call that did one thing to one file. */
export function pathOf({ effects, input }: CallEntry): string | undefined {
  const [effect, ...more] = effects;
  if (effect === undefined || more.length > 0 || !effect.type.startsWith('file.')) return undefined;
  if (commandOf(input as Readonly<Record<string, unknown>> | null) !== undefined) return undefined;
  return effect.object || undefined;
}

function subjectOf({ effects, description, input }: CallEntry): string | null | undefined {
  const [effect] = effects;
  const command = commandOf(input as Readonly<Record<string, unknown>> | null);
  if (command !== undefined) return command;
  if (effect?.type === 'agent.spawn' && description !== null) return description;
  return effects.length === 1 ? effect?.object : undefined;
}

/** How a list of things to do stands after a change, in words. */
export function planSummary({ items, whole }: PlanEntry): string {
  const done = items.filter(({ status }) => status === 'done').length;
  if (whole) return `${done} of ${items.length} done`;
  return oneLine(items.map(({ text, status }) => `${statusWords[status]}: ${text}`).join('; '));
}

export const statusWords = {
  pending: 'To do',
  active: 'Doing',
  done: 'Done',
  cancelled: 'Cancelled',
  deleted: 'Removed',
  unknown: 'Unclear',
} as const;

export function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * summaryCharactersMax)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= summaryCharactersMax ? line : `${line.slice(0, summaryCharactersMax - 1)}…`;
}

function commandOf(input: Readonly<Record<string, unknown>> | null): string | undefined {
  const command = input?.command;
  if (Array.isArray(command)) return command.join(' ');
  return typeof command === 'string' ? command : isBodyRef(command) ? command.head : undefined;
}

function firstText(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  if (isBodyRef(input)) return input.head;
  if (typeof input !== 'object' || input === null) return undefined;
  for (const value of Object.values(input)) {
    const text = firstText(value);
    if (text !== undefined) return text;
  }
  return undefined;
}
