import type { Carried } from './carry/changes.ts';
import type { Task } from './item.ts';

/** A hand-off as the bus renders it. */
export interface HandOffText {
  readonly session: string;
  readonly position?: number | undefined;
  readonly markdown: string;
}

const handOffMax = 60_000;
const detailsMax = 20_000;
const leftMax = 100;

const alone =
  'You work alone: nobody can be asked while you work, and what your permissions do not allow is refused. Say at the end ' +
  'what you did or found. Where a verdict is asked for, end with one JSON block that has it, such as {"verdict": "approve"}.';

/**
 * What the agent is told first: what the item asks for, then what it brings along as data. Nothing in the data can end the
 * block that it stands in.
 */
export function promptOf(
  { prompt, details }: Pick<Task, 'prompt' | 'details'>,
  handOff?: HandOffText,
  carried?: Carried,
): string {
  const parts = [prompt.trim(), alone];
  if (Object.keys(details).length > 0) {
    const json = beginning(JSON.stringify(details, null, 2), detailsMax);
    parts.push(`What the work item says besides, as data:\n\n${block('details', '', json)}`);
  }
  if (handOff !== undefined) parts.push(handOffBlock(handOff));
  if (carried !== undefined) parts.push(carriedBlock(carried));
  return `${parts.join('\n\n')}\n`;
}

/** The hand-off for the first prompt of a session: a record of another session, not instructions. */
export function handOffBlock({ session, position, markdown }: HandOffText, max = handOffMax): string {
  const where = `session="${attribute(session)}"${position === undefined ? '' : ` position="${position}"`}`;
  return block('hand-off', where, beginning(markdown.trim(), max));
}

/** What lies in the working tree besides its commit, and what should and does not. */
function carriedBlock({ session, position, paths, same, left }: Carried): string {
  const many = (count: number) => `${count} ${count === 1 ? 'file' : 'files'}`;
  const lines = [
    paths.length === 0
      ? 'Nothing that session changed lies in your working tree besides what its commit has.'
      : `What that session changed lies in your working tree, uncommitted: ${many(paths.length)}; \`git diff\` shows it.`,
    ...(same === 0 ? [] : [`In its commit already: ${many(same)}.`]),
    'Files that only commands of that session changed are not known, and not there.',
    ...(left.length === 0 ? [] : ['', 'Changed by that session, and not carried over:']),
    ...left.slice(0, leftMax).map(({ path, why }) => `- ${oneLine(path)}: ${oneLine(why)}`),
    ...(left.length > leftMax ? [`- ${left.length - leftMax} more`] : []),
  ];
  return block('carried-over', `session="${attribute(session)}" position="${position}"`, lines.join('\n'));
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 300);
}

/** Blocks of this kind are taken out again before anything is learnt from a prompt. */
function block(kind: string, attributes: string, text: string): string {
  return `<hookline ${kind}${attributes === '' ? '' : ` ${attributes}`}>\n${withoutTags(text)}\n</hookline>`;
}

function withoutTags(text: string): string {
  return text.replaceAll(/<(\/?)hookline/gi, '‹$1hookline').replaceAll(/&lt;(\/?)hookline/gi, '‹$1hookline');
}

function attribute(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9:._@/-]/g, '_').slice(0, 300);
}

function beginning(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max)}\n[cut: ${text.length - max} characters more]`;
}
