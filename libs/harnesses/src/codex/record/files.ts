import type { DataOf } from '@hookline/schemas';
import { contentHash } from '../../words/content-hash.ts';
import type { Places } from '../../words/effects.ts';
import { fileWritten } from '../../words/file-change.ts';
import { projectPath } from '../../words/paths.ts';
import { asObject, defined, listOf, type Payload, textOf } from '../../words/payload.ts';
import { hunksOfDiff } from '../../words/unified-diff.ts';
import { commandOf } from '../effects.ts';

/** More of a printed file than this may have been cut in its middle. */
const wholeFileCharactersMax = 30_000;

/** The files that a command read, as far as the harness understood the command. */
export function filesReadBy(call: string, item: Payload, places: Places): DataOf<'file.read'>[] {
  const commands = listOf(item, 'parsed_cmd').map(asObject);
  const reads = commands.filter((command) => command?.type === 'read');
  const paths = [...new Set(reads.flatMap((command) => textOf(command, 'path') ?? []))];
  const whole = commands.length === 1 ? wholeFile(commandOf(item), item) : undefined;
  return paths.map((path) =>
    defined({
      path: projectPath(path, places.root, places.cwd),
      call,
      content: whole,
      hash: whole === undefined ? undefined : contentHash(whole),
    }),
  );
}

/**
 * What was printed is the whole file when nothing but `cat file` ran, perhaps in a folder of that name. What the harness
 * understood of the command does not tell: it leaves out what only cuts or ends the output.
 */
function wholeFile(command: string | undefined, item: Payload): string | undefined {
  const output = item.aggregated_output;
  if (typeof output !== 'string' || output.length > wholeFileCharactersMax) return undefined;
  return command !== undefined && printsOneFile.test(command.trim()) ? output : undefined;
}

/** A word that the shell takes as it is written. */
const word = String.raw`(?:[^\s;|&<>(){}[\]$\x60*?!'"\\~#-][^\s;|&<>(){}[\]$\x60*?!'"\\]*|'[^']*'|"[^"$\x60\\]*")`;
const printsOneFile = new RegExp(`^(?:cd ${word} && )?cat (?:-- )?${word}$`);

/** The files that a patch changed. */
export function filesWrittenBy(call: string, item: Payload, places: Places): DataOf<'file.written'>[] {
  const changes = asObject(item.changes) ?? {};
  return Object.entries(changes).flatMap(([path, told]) => {
    const change = changeOf(told);
    const at = (file: string) => projectPath(file, places.root, places.cwd);
    const content = typeof change?.content === 'string' ? change.content : undefined;
    if (change?.type === 'add') return [fileWritten({ path: at(path), call, how: 'create', after: content })];
    if (change?.type === 'delete') return [fileWritten({ path: at(path), call, how: 'delete', before: content })];
    if (change?.type !== 'update') return [];
    const moved = textOf(change, 'move_path');
    const patch = hunksOfDiff(textOf(change, 'unified_diff') ?? '');
    if (moved === undefined) return [fileWritten({ path: at(path), call, how: 'edit', patch })];
    return [fileWritten({ path: at(moved), call, how: 'move', from: at(path), patch })];
  });
}

/** A change names its type in a field, or is an object of one field by that name. */
function changeOf(told: unknown): Payload | undefined {
  const change = asObject(told);
  if (change === undefined || typeof change.type === 'string') return change;
  const [type, inner] = Object.entries(change)[0] ?? [];
  return type === undefined ? undefined : { type, ...asObject(inner) };
}

/** The paths and kinds of changes, for a patch whose text is not in the record. */
export function changedPaths(item: Payload): Record<string, string> {
  const changes = Object.entries(asObject(item.changes) ?? {});
  return Object.fromEntries(changes.map(([path, told]) => [path, String(changeOf(told)?.type ?? 'unknown')]));
}

/** The folder of a `file:` address, or of a plain path. */
export function folderOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (!value.startsWith('file://')) return value;
  try {
    return decodeURIComponent(new URL(value).pathname);
  } catch {
    return undefined;
  }
}
