import type { DataOf, Hunk } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import { contentHash, holdsMark, isPlainText } from './content.ts';
import type { Making, Reason } from './file-at.ts';

/** What a fact says a path holds. */
export type Told =
  | { readonly is: 'text'; readonly text: string; readonly hash: string; readonly making: Making }
  /** The content is one whose text is not told here. */
  | { readonly is: 'hash'; readonly hash: string }
  | { readonly is: 'unknown'; readonly reason: Reason; readonly text: string };

/** A content that is known to lie at a path. */
export interface Base {
  readonly text: string;
  readonly hash: string;
}

/** The long texts of a fact, read from where they lie. */
export interface Texts {
  readonly content?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Who tells it, and where. */
export interface Teller {
  readonly harness: string | undefined;
  readonly tool: string;
  readonly path: string;
  readonly position: number;
}

/** Harnesses that show text with line feeds alone, whatever the file has. */
const hidesLineEnds: ReadonlySet<string> = new Set(['claude-code', 'opencode', 'gemini-cli']);
/** Files that mostly have other line ends. */
const otherLineEnds = /\.(bat|cmd|ps1|psm1|psd1|sln|reg|rc|vbs|vcxproj|csproj|vbproj|fsproj)$/i;
/** Tools whose `after` is what the model gave them, whatever was there before. */
const writesWhole: ReadonlySet<string> = new Set(['Write', 'write', 'write_file']);

const unknown = (reason: Reason, text: string): Told => ({ is: 'unknown', reason, text });
const redacted = unknown('redacted', 'what was seen of it holds marks where secrets or private parts stood');

/** What a read says of the whole file. Undefined when it showed a part only. */
export function toldByRead(data: DataOf<'file.read'>, { content }: Texts, teller: Teller): Told | undefined {
  if (content !== undefined && holdsMark(content)) return redacted;
  if (data.hash === undefined) return undefined;
  if (content === undefined) {
    return data.content === undefined ? { is: 'hash', hash: data.hash } : noText;
  }
  return proven(content, data.hash, { from: 'field', position: teller.position, field: 'content' }, teller);
}

const noText = unknown('partial', 'the text that was seen is not held any more');

/** What a write says of the file. `base`: what the path held before, where that is known. */
export function toldByWrite(
  data: DataOf<'file.written'>,
  { before, after }: Texts,
  base: Base | undefined,
  teller: Teller,
): Told {
  const patch = data.patch;
  if ((after !== undefined && holdsMark(after)) || patch?.some(hasMark)) return redacted;
  const old = before === undefined || holdsMark(before) ? base : { text: before, hash: contentHash(before) };
  const isDerived = !writesWhole.has(teller.tool) && data.how !== 'create';
  if (before !== undefined && holdsMark(before) && isDerived) return redacted;
  if (after !== undefined && data.hashAfter !== undefined) {
    const whole = proven(after, data.hashAfter, { from: 'field', position: teller.position, field: 'after' }, teller);
    if (whole.is !== 'text' || patch === undefined || old === undefined) return whole;
    return agreed(whole, patched(data, patch, old, teller), after, patch);
  }
  if (data.hashAfter !== undefined && data.after === undefined && patch === undefined) {
    return { is: 'hash', hash: data.hashAfter };
  }
  if (patch === undefined) {
    return data.after === undefined ? unknown('not-told', 'it was written, and nobody told what') : noText;
  }
  if (old === undefined) return unknown('partial', 'it was changed by a patch, and what it was before is not known');
  return patched(data, patch, old, teller);
}

function patched(data: DataOf<'file.written'>, patch: readonly Hunk[], old: Base, teller: Teller): Told {
  const text = applyHunks(old.text, patch);
  if (text === undefined) return unknown('patch', 'a patch does not fit to what was seen of it');
  const { position } = teller;
  return proven(text, data.hashAfter ?? contentHash(text), { from: 'patch', position, base: old.hash }, teller);
}

/**
 * Where both the text and the patch are told, they must say the same. A tool that takes out a whole line says less of the
 * text than of the patch: a patch that brings no line of its own is right then.
 */
function agreed(whole: Told & { is: 'text' }, byPatch: Told, after: string, patch: readonly Hunk[]): Told {
  if (byPatch.is === 'text' && byPatch.hash === whole.hash) return whole;
  const fits = byPatch.is === 'text' && isTakenFrom(byPatch.text, after) && !patch.some(brings);
  return fits ? byPatch : unknown('patch', 'the patch and the text that were told of it do not agree');
}

function isTakenFrom(shorter: string, longer: string): boolean {
  return shorter.length < longer.length;
}

function brings({ lines }: Hunk): boolean {
  return lines.some((line) => typeof line !== 'string' || line.startsWith('+'));
}

function hasMark({ lines }: Hunk): boolean {
  return lines.some((line) => typeof line !== 'string' || holdsMark(line));
}

/** The text is the file's, byte for byte, as far as that can be known from it and from who tells it. */
function proven(text: string, hash: string, making: Making, teller: Teller): Told {
  if (!isPlainText(text)) return unknown('encoding', 'it is not plain text in UTF-8');
  const { harness, path, tool } = teller;
  if (harness !== undefined && hidesLineEnds.has(harness)) {
    const isAsGiven = making.from === 'field' && making.field === 'after' && writesWhole.has(tool);
    const mayDiffer = text.includes('\r') || otherLineEnds.test(path) || /^[A-Za-z]:\//.test(path);
    if (mayDiffer && !isAsGiven) return unknown('line-ends', 'the harness does not show line ends as they are');
  }
  if (contentHash(text) !== hash) return unknown('partial', 'its text is not the one its hash is of');
  return { is: 'text', text, hash, making };
}
