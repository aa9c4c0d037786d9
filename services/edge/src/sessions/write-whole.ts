import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a reader, or the next start, sees the old text or the new one, never a part. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, file);
}
