import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswersLayout } from '@hookline/harnesses';

/** So long hooks rely on an edge that says nothing: longer than a busy one may be silent. */
const answeredForMs = 10_000;

/** What calls need before they run: an answer if there is one, or an answer. */
type Need = 'open' | 'closed';

/** Tells hooks that calls are guarded, and that somebody answers. Called about every second. */
export function sayGuarded({ folder, guard }: AnswersLayout, need: Need, nowMs: number): void {
  put(folder, guard, need, (nowMs + answeredForMs) / 1_000);
}

/**
 * Nobody answers any more. What needs an answer still does, and is denied: that holds until an edge says otherwise, however
 * this one came to its end.
 */
export function sayNobodyAnswers({ folder, guard }: AnswersLayout, need: Need): void {
  put(folder, guard, need, 1);
}

/** Calls are not guarded. */
export function sayUnguarded({ guard }: AnswersLayout): void {
  rmSync(guard, { force: true });
}

function put(folder: string, file: string, need: Need, mtimeS: number): void {
  const draft = join(folder, '.guard');
  writeFileSync(draft, `${need}\n`, { mode: 0o600 });
  utimesSync(draft, mtimeS, mtimeS);
  renameSync(draft, file);
}
