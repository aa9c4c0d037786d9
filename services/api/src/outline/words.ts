import { beginningOf, fieldBeginning } from './beginning.ts';

/** More of a text than one line shows. */
const wordsMax = 200;

/** The beginning of a text in one line. */
export function oneLine(text: string | null | undefined): string {
  const line = (text ?? '')
    .slice(0, 4 * wordsMax)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= wordsMax ? line : `${line.slice(0, wordsMax - 1)}…`;
}

export interface CallWords {
  readonly effects: readonly { readonly type: string; readonly object?: string | undefined }[] | null;
  readonly description: string | null;
  /** The first characters of the input's JSON. */
  readonly input: string | null;
}

/** What a call was about: its command, else the one thing it did something to, else its description or first input. */
export function wordsOfCall({ effects, description, input }: CallWords): string {
  const [effect, ...more] = effects ?? [];
  const command = input === null ? undefined : fieldBeginning(input, 'command');
  if (command !== undefined) return oneLine(command);
  if (effect?.type === 'agent.spawn' && description !== null) return oneLine(description);
  if (more.length === 0 && effect?.object) return oneLine(effect.object);
  return oneLine(description ?? firstText(input ?? ''));
}

/** The path of a call that did one thing to one file. */
export function pathOfCall({ effects, input }: CallWords): string | null {
  const [effect, ...more] = effects ?? [];
  if (effect === undefined || more.length > 0 || !effect.type.startsWith('file.')) return null;
  return input !== null && fieldBeginning(input, 'command') !== undefined ? null : effect.object || null;
}

function firstText(json: string): string | undefined {
  if (json.startsWith('"')) return beginningOf(json);
  const first = /:\s*(?=")/.exec(json);
  return first === null ? undefined : beginningOf(json.slice(first.index + first[0].length));
}

const git = /\bgit\b/;
const commits = /\b(commit|merge|cherry-pick|revert)\b/;

/** Whether a command makes a commit, as far as its words tell. */
export function isCommit(effects: CallWords['effects']): boolean {
  return (effects ?? []).some(({ type, object = '' }) => {
    const at = type === 'process.exec' ? object.search(git) : -1;
    return at !== -1 && commits.test(object.slice(at));
  });
}
