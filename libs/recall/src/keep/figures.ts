import type { Trx } from '@hookline/db';
import { figuresOf, type Story } from '@hookline/memory';

/** Keeps how a session went, when it was observed. In the caller's transaction; the row of the session may be new. */
export async function keepFigures(trx: Trx, session: string, story: Story | undefined): Promise<void> {
  if (story === undefined) return;
  await trx
    .updateTable('memorySessions')
    .set({ figures: JSON.stringify(figuresOf(story)) })
    .where('session', '=', session)
    .execute();
}
