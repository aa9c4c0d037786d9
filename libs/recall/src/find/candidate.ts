import type { MemoryTrust } from '@hookline/memory';
import { sql } from 'kysely';

/** A document that an arm found. */
export interface Candidate {
  readonly number: number;
  readonly id: string;
  readonly shelf: number;
  readonly actor: string | null;
  readonly at: string;
  readonly holdsUntil: string | null;
  readonly halfLifeDays: number | null;
  readonly about: string;
  readonly weight: number;
  readonly title: string;
  /** Its beginning. */
  readonly text: string;
  readonly trust: MemoryTrust;
  readonly session: string | null;
  readonly position: number;
}

const textLengthMax = 400;

/** What of `recall_documents d` makes a candidate. */
export const candidateColumns = sql.raw(
  `d.number, d.id, d.shelf, d.actor, d.at, d.holds_until, d.half_life_days, d.about, d.weight, d.title,
    left(d.text, ${textLengthMax}) as text, d.trust, d.session, d.position`,
);
