import { type Database, findEvent } from '@hookline/db';
import { explain, type Rule } from '@hookline/rules';
import { readEvent } from '@hookline/schemas';
import { chainOf, type Link } from './chain.ts';
import { clausesOf, type ShownClause } from './clauses.ts';
import { factsAt } from './facts-at.ts';
import { readFiring } from './firing-rows.ts';
import { readVersion } from './known-rules.ts';
import { type ShownFiring, type ShownMatch, shownFirings } from './shown-firing.ts';

/** A firing with the values it stood on, and the chain from the prompt to what came of it. */
export interface FiringWhy extends ShownFiring {
  readonly matches: readonly (ShownMatch & { readonly values: readonly ShownClause[] })[];
  readonly chain: readonly Link[];
}

/** Matched events whose clauses are worked out; of a count of hundreds, the last ones. */
const valuesMax = 20;

/** Why a firing came about; undefined where there is none, or it may not be seen. */
export async function explainFiring(db: Database, id: string, project?: string): Promise<FiringWhy | undefined> {
  const row = await readFiring(db, id, project);
  if (row === undefined) return undefined;
  const [shown] = await shownFirings(db, [row], project);
  const rule = await readVersion(db, row.rule, row.version);
  const { matches } = shown!;
  const valued = await Promise.all(
    matches.map(async (match, index) => {
      const isAsked = rule !== undefined && index >= matches.length - valuesMax;
      return { ...match, values: isAsked ? await valuesOf(db, rule, match) : [] };
    }),
  );
  return { ...shown!, matches: valued, chain: await chainOf(db, row, project) };
}

async function valuesOf(db: Database, rule: Rule, { position, step }: ShownMatch): Promise<ShownClause[]> {
  const stored = await findEvent(db, { position });
  const event = stored && readEvent(stored.event);
  if (event === undefined) return [];
  return clausesOf(explain(rule, event, await factsAt(db, event.session, position)), step);
}
