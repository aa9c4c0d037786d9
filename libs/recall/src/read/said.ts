import type { Database } from '@hookline/db';
import { type MemoryTrust, plainText, projectNamed, saidId, scopeText } from '@hookline/memory';
import type { Text } from '@hookline/schemas';
import { sql } from 'kysely';
import { readStanding } from '../keep/standing.ts';
import type { MemoryReader } from './reader.ts';

/** One thing that was said, as it stands in the log. */
export interface SaidEvent {
  readonly id: string;
  readonly position: number;
  readonly scope: string;
  readonly session: string;
  readonly actor: string | null;
  /** RFC 3339. */
  readonly time: string;
  readonly by: 'person' | 'agent';
  readonly trust: MemoryTrust;
  readonly text: string;
  /** False where the text is so long that only its ends stand in the log itself. */
  readonly whole: boolean;
}

/**
 * What was said in the event at this position, where recall would tell of it: undefined for other events, for words that
 * expired or were revoked, and for those of projects that the reader may not know of.
 */
export async function readSaid(db: Database, reader: MemoryReader, position: number): Promise<SaidEvent | undefined> {
  const standing = await readStanding(db.kysely);
  const scope =
    reader.project === undefined
      ? null
      : scopeText({ type: 'project', project: projectNamed(reader.project, standing) });
  const { rows } = await sql<{
    id: string;
    scope: string;
    session: string;
    actor: string | null;
    at: string;
    trust: MemoryTrust;
    beginning: string;
    text: Text | null;
  }>`
    select d.id, s.scope, d.session, d.actor, d.at, d.trust, d.text as beginning, e.event -> 'data' -> 'text' as text
    from recall_documents d join recall_shelves s on s.number = d.shelf
      left join events e on e.position = d.position and e.session = d.session
    where d.id = ${saidId({ position })} and s.kind = 'said' and (${scope}::text is null or s.scope = ${scope})
    limit 1`.execute(db.kysely);
  const [row] = rows;
  if (row === undefined || standing.revokedSessions.has(row.session) || standing.revokedActors.has(row.actor ?? ''))
    return undefined;
  const { at, trust, beginning, text, ...rest } = row;
  return {
    ...rest,
    position,
    time: at,
    by: trust === 'user' ? 'person' : 'agent',
    trust,
    text: text === null ? beginning : plainText(text),
    whole: typeof text === 'string',
  };
}
