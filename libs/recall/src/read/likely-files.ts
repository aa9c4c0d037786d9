import { type Database, textArray } from '@hookline/db';
import {
  type Memory,
  type PastWork,
  type PredictedFile,
  pastWorkOf,
  predictFiles,
  scopeWalk,
  statusAt,
} from '@hookline/memory';
import { sql } from 'kysely';
import type { RecallPlace } from '../find/place.ts';

/** The work that is looked back at. */
const episodesMax = 1_000;

/**
 * The files that some work at this place is likely to change, the likeliest first, by the newest 1,000 sessions that are
 * remembered in the scopes that hold there; what a person did themselves counts most to them.
 */
export async function likelyFiles(
  db: Database,
  { prompt, limit }: { readonly prompt: string; readonly limit: number },
  place: RecallPlace,
  nowMs: number,
): Promise<PredictedFile[]> {
  const { rows } = await sql<{ memory: Memory }>`
    select memory from memories
    where scope = any(${textArray(scopeWalk(place))}::text[]) and kind = 'episode' and status = 'active'
    order by last_seen desc, id limit ${episodesMax}`.execute(db.kysely);
  const past = rows
    .flatMap(({ memory }): readonly PastWork[] => {
      const work = statusAt(memory, nowMs) === 'active' ? pastWorkOf(memory) : undefined;
      return work === undefined ? [] : [work];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.session < b.session ? -1 : 1));
  return predictFiles({ prompt, actor: place.actor }, past, { limit });
}
