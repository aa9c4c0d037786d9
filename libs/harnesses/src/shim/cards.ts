import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';

/** Claude Code cuts a hook's text above this and shows the model a preview instead. */
export const CARD_CHARACTERS_MAX = 10_000;

export interface CardPlace {
  /** Hookline's home. */
  readonly home: string;
  /** The folder the harness was started in, absolute: CLAUDE_PROJECT_DIR as the shim sees it. */
  readonly projectDir: string;
}

/** The file the shim looks for. It mirrors the project's path, because a shell can find that without any program. */
function cardPath({ home, projectDir }: CardPlace): string {
  return join(home, 'cards', projectDir, '.hookline-card');
}

/**
 * Puts a text in front of the next agent that starts in this folder. The shim prints it until `validUntilMs`
 * and then falls silent by itself, also when nobody is left to remove it: the file's mtime is its expiry.
 * Throws when the text is longer than {@link CARD_CHARACTERS_MAX}.
 */
export function writeCard(place: CardPlace, text: string, validUntilMs: number): void {
  if (text.length > CARD_CHARACTERS_MAX) {
    throw new Error(
      `card for ${place.projectDir}: ${text.length} characters, at most ${CARD_CHARACTERS_MAX} reach the model`,
    );
  }
  if (!isAbsolute(place.projectDir) || normalize(place.projectDir) !== place.projectDir) {
    throw new Error(`card for ${place.projectDir}: expected an absolute folder without "." or ".." in it`);
  }
  const file = cardPath(place);
  const answer = { hookSpecificOutput: { hookEventName: 'SessionStart', additionalContext: text } };
  const scratch = `${file}.new`;
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  writeFileSync(scratch, `${JSON.stringify(answer)}\n`, { mode: 0o600 });
  utimesSync(scratch, validUntilMs / 1000, validUntilMs / 1000);
  renameSync(scratch, file);
}

/** The next agent that starts in this folder is told nothing. */
export function removeCard(place: CardPlace): void {
  rmSync(cardPath(place), { force: true });
}
