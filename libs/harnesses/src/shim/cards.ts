import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { AskedEvents } from '../asking/asker.ts';
import { ASK_LISTS, HOOK_CARD, TEXT_CARD } from './render.ts';

/** Claude Code cuts a hook's text above this and shows the model a preview instead. */
export const CARD_CHARACTERS_MAX = 10_000;

export interface CardPlace {
  /** Hookline's home. */
  readonly home: string;
  /** The folder the harness was started in, absolute, as its shim sees it. */
  readonly projectDir: string;
}

/** Where the shims look for what is kept for a folder. It mirrors the folder's path, because a shell can find that without any program. */
function folderOf({ home, projectDir }: CardPlace): string {
  if (!isAbsolute(projectDir) || normalize(projectDir) !== projectDir) {
    throw new Error(`card for ${projectDir}: expected an absolute folder without "." or ".." in it`);
  }
  return join(home, 'cards', projectDir);
}

/**
 * Puts a text in front of the next agent that starts in this folder. The shim prints it until `validUntilMs`
 * and then falls silent by itself, also when nobody is left to remove it: the file's mtime is its expiry.
 * Sessions that `holdOutSalt` holds out are not told it. Throws when the text is longer than {@link CARD_CHARACTERS_MAX}.
 */
export function writeCard(place: CardPlace, text: string, validUntilMs: number, holdOutSalt?: number): void {
  if (text.length > CARD_CHARACTERS_MAX) {
    throw new Error(
      `card for ${place.projectDir}: ${text.length} characters, at most ${CARD_CHARACTERS_MAX} reach the model`,
    );
  }
  const folder = folderOf(place);
  const answer = { hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: text } };
  const salt = holdOutSalt === undefined ? '' : `${holdOutSalt}\n`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  put(join(folder, HOOK_CARD), `${JSON.stringify(answer)}\n${salt}`, validUntilMs);
  put(join(folder, TEXT_CARD), text.endsWith('\n') ? text : `${text}\n`, validUntilMs);
}

function put(file: string, text: string, validUntilMs: number): void {
  const scratch = `${file}.new`;
  writeFileSync(scratch, text, { mode: 0o600 });
  utimesSync(scratch, validUntilMs / 1000, validUntilMs / 1000);
  renameSync(scratch, file);
}

/** The next agent that starts in this folder is told nothing. */
export function removeCard(place: CardPlace): void {
  const folder = folderOf(place);
  for (const name of [HOOK_CARD, TEXT_CARD]) rmSync(join(folder, name), { force: true });
}

/** What a folder's shims ask the edge about: at every prompt, and at calls and failures whose payload holds one of these strings. */
export interface AskLists {
  readonly prompt: boolean;
  readonly call: readonly string[];
  readonly failure: readonly string[];
}

/** Letters, digits and marks that mean nothing to a shell, to `grep -F` or in JSON. */
const plain = /^[A-Za-z0-9 ._/@:+=-]{1,200}$/;

/**
 * Puts the lists in place that the folder's shims look into until `validUntilMs`, and takes away those that are empty. The
 * strings come from what was seen in sessions: one that is not of plain letters, digits and marks is left out.
 */
export function writeAskLists(place: CardPlace, lists: AskLists, validUntilMs: number): void {
  const folder = folderOf(place);
  const texts: Record<keyof AskedEvents, string | undefined> = {
    prompt: lists.prompt ? '' : undefined,
    call: listText(lists.call),
    failure: listText(lists.failure),
  };
  for (const [kind, name] of Object.entries(ASK_LISTS)) {
    const text = texts[kind as keyof AskedEvents];
    if (text === undefined) {
      rmSync(join(folder, name), { force: true });
      continue;
    }
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    put(join(folder, name), text, validUntilMs);
  }
}

/** One to a line. An empty line would be in every payload. */
function listText(strings: readonly string[]): string | undefined {
  const good = strings.filter((one) => plain.test(one) && one.trim() !== '');
  return good.length === 0 ? undefined : good.map((one) => `${one}\n`).join('');
}

/** The shims of this folder ask nothing. */
export function removeAskLists(place: CardPlace): void {
  writeAskLists(place, { prompt: false, call: [], failure: [] }, 0);
}
