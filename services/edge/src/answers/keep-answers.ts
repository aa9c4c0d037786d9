import { readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswersLayout } from '@hookline/harnesses';

/** The word that the edge answers holds so long: a stopped edge lets nobody wait for longer. */
const aliveForMs = 2_500;
/** Long after whoever asked gave up: what was handed on is told from these files, also by an edge that starts anew. */
const leftAfterMs = 60_000;

/** Tells hooks that questions are answered. Called about every second. */
export function sayAlive({ folder, alive }: AnswersLayout): void {
  const untilS = (Date.now() + aliveForMs) / 1_000;
  const draft = join(folder, '.alive');
  writeFileSync(draft, '', { mode: 0o600 });
  utimesSync(draft, untilS, untilS);
  renameSync(draft, alive);
}

/** Takes away what was answered a while ago. */
export function takeAway(layout: AnswersLayout): void {
  const kept = new Set([layout.asked, layout.alive, layout.guard, layout.waiting]);
  for (const name of readdirSync(layout.folder)) {
    const file = join(layout.folder, name);
    if (kept.has(file)) continue;
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() && Date.now() - stat.mtimeMs > leftAfterMs) rmSync(file, { force: true });
  }
}
