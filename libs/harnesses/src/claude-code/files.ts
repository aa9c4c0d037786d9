import type { DataOf, Hunk } from '@hookline/schemas';
import type { FileFact } from '../telling/calls.ts';
import { contentHash } from '../words/content-hash.ts';
import type { Places } from '../words/effects.ts';
import { fileWritten, replaceOnce } from '../words/file-change.ts';
import { projectPath } from '../words/paths.ts';
import { asObject, defined, listOf, type Payload, textOf, wholeOf } from '../words/payload.ts';

/** What a call did to files, and its output without the parts that the file facts hold. */
export interface FileFacts {
  readonly facts: readonly FileFact[];
  readonly output: unknown;
}

/** The file facts of a finished call. `input` is as executed, `output` as the harness's tool gave it. */
export function fileFactsOf(call: string, tool: string, input: unknown, output: unknown, places: Places): FileFacts {
  const given = asObject(input) ?? {};
  const result = asObject(output);
  if (tool === 'Read') return readFacts(call, given, result, output, places);
  if (tool === 'Write' || tool === 'Edit' || tool === 'MultiEdit' || tool === 'NotebookEdit') {
    return writeFacts(call, tool, given, result, output, places);
  }
  return { facts: [], output };
}

function readFacts(
  call: string,
  input: Payload,
  result: Payload | undefined,
  output: unknown,
  places: Places,
): FileFacts {
  const file = asObject(result?.file);
  const path = textOf(file, 'filePath') ?? textOf(input, 'file_path');
  if (path === undefined) return { facts: [], output };
  const content = result?.type === 'text' && typeof file?.content === 'string' ? file.content : undefined;
  const startLine = wholeOf(file, 'startLine');
  const lines = wholeOf(file, 'numLines');
  const totalLines = wholeOf(file, 'totalLines');
  const whole = content !== undefined && startLine === 1 && lines !== undefined && lines === totalLines;
  const data = defined({
    path: projectPath(path, places.root, places.cwd),
    call,
    hash: whole ? contentHash(content) : undefined,
    content,
    startLine,
    lines,
    totalLines,
  });
  if (content === undefined) return { facts: [{ kind: 'file.read', data }], output };
  const { content: _content, ...about } = file!;
  return { facts: [{ kind: 'file.read', data }], output: { ...result, file: about } };
}

function writeFacts(
  call: string,
  tool: string,
  input: Payload,
  result: Payload | undefined,
  output: unknown,
  places: Places,
): FileFacts {
  const path =
    textOf(result, 'filePath') ??
    textOf(input, 'file_path') ??
    textOf(result, 'notebook_path') ??
    textOf(input, 'notebook_path');
  if (path === undefined) return { facts: [], output };
  const before = stringIn(result, 'originalFile', 'originalFileContents', 'original_file');
  const created =
    result?.type === 'create' || (tool === 'Write' && result !== undefined && result.originalFile === null);
  const after = result?.userModified === true ? undefined : contentAfter(tool, result, before);
  const told = hunksOf(result?.structuredPatch);
  const data = fileWritten({
    path: projectPath(path, places.root, places.cwd),
    call,
    how: created ? 'create' : 'edit',
    before,
    after,
    patch: told.length > 0 ? told : undefined,
  });
  return { facts: [{ kind: 'file.written', data }], output: result === undefined ? output : lighten(result, data) };
}

/** The output without what `file.written` holds word for word. */
function lighten(result: Payload, data: DataOf<'file.written'>): unknown {
  const held: string[] = [];
  for (const key of ['originalFile', 'originalFileContents', 'original_file']) {
    if (result[key] === data.before || result[key] === null) held.push(key);
  }
  for (const key of ['content', 'updated_file'])
    if (result[key] === data.after && data.after !== undefined) held.push(key);
  if (data.patch !== undefined || listOf(result, 'structuredPatch').length === 0) held.push('structuredPatch');
  return Object.fromEntries(Object.entries(result).filter(([key]) => !held.includes(key)));
}

function contentAfter(tool: string, result: Payload | undefined, before: string | undefined): string | undefined {
  if (result === undefined) return undefined;
  if (tool === 'Write') return typeof result.content === 'string' ? result.content : undefined;
  if (tool === 'NotebookEdit') return stringIn(result, 'updated_file');
  if (before === undefined) return undefined;
  const edits = tool === 'Edit' ? [result] : listOf(result, 'edits').map(asObject);
  let text = before;
  let takesOut = false;
  for (const edit of edits) {
    const from = stringIn(edit, 'oldString', 'old_string');
    const to = stringIn(edit, 'newString', 'new_string');
    if (from === undefined || to === undefined) return undefined;
    const isLine = to === '' && !from.endsWith('\n') && text.includes(`${from}\n`);
    takesOut ||= isLine;
    const all = edit?.replaceAll === true || edit?.replace_all === true;
    const next = replaceOnce(text, isLine ? `${from}\n` : from, to, all);
    if (next === undefined) return undefined;
    text = next;
  }
  if (edits.length === 0) return undefined;
  return takesOut && !hasLinesOf(text, before, hunksOf(result.structuredPatch)) ? undefined : text;
}

/**
 * Whether a text has as many lines as the patch says. A tool that takes out text takes the line end behind it along, not in
 * every version: where the patch does not say so, nobody knows.
 */
function hasLinesOf(text: string, before: string, patch: readonly Hunk[]): boolean {
  const grown = patch.reduce((sum, { oldLines, newLines }) => sum + newLines - oldLines, 0);
  return patch.length > 0 && text.split('\n').length - before.split('\n').length === grown;
}

function hunksOf(value: unknown): Hunk[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const hunk = asObject(item);
    const [oldStart, oldLines, newStart, newLines] = ['oldStart', 'oldLines', 'newStart', 'newLines'].map((key) =>
      wholeOf(hunk, key),
    );
    const lines = listOf(hunk, 'lines').filter((line) => typeof line === 'string');
    return oldStart === undefined || oldLines === undefined || newStart === undefined || newLines === undefined
      ? []
      : [{ oldStart, oldLines, newStart, newLines, lines }];
  });
}

function stringIn(value: Payload | undefined, ...keys: readonly string[]): string | undefined {
  return keys.map((key) => value?.[key]).find((item) => typeof item === 'string');
}
