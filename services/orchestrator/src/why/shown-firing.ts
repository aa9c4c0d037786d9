import type { Database } from '@hookline/db';
import type { Cause } from '@hookline/schemas';
import type { FiringRow } from './firing-rows.ts';
import { readVersion } from './known-rules.ts';
import { idsOf, type Made, madeBy } from './made.ts';

/** A firing as lists show it. */
export interface ShownFiring {
  readonly firing: string;
  readonly rule: string;
  readonly version: string;
  readonly key: string;
  readonly position: number;
  /** By the clock of the engine. */
  readonly time: string;
  readonly session: string | null;
  readonly project: string | null;
  readonly matches: readonly ShownMatch[];
  readonly cause: Cause | null;
  readonly actions: readonly ShownAction[];
}

export interface ShownMatch {
  readonly id: string;
  readonly position: number;
  readonly kind: string;
  readonly time: string;
  readonly session: string | null;
  readonly step: number;
}

/** An action of a firing, and what became of it; `state` is `done` for what leaves nothing to look at. */
interface ShownAction {
  readonly action: string;
  readonly does: string;
  readonly state: string;
  readonly id: string | null;
}

/** Firings with what became of their actions, as far as it is of `project`, where one is given. */
export async function shownFirings(db: Database, rows: readonly FiringRow[], project?: string): Promise<ShownFiring[]> {
  const made = await madeBy(
    db,
    rows.map(({ firing }) => firing),
    project,
  );
  return await Promise.all(rows.map((row) => shownFiring(db, row, made.get(row.firing) ?? [])));
}

async function shownFiring(db: Database, row: FiringRow, made: readonly Made[]): Promise<ShownFiring> {
  const { firing, rule, version, key, position, clockMs, at, session, project, matches, cause } = row;
  return {
    firing,
    rule,
    version,
    key,
    position,
    time: clockMs > 0 ? new Date(clockMs).toISOString() : at,
    session: orNull(session),
    project: orNull(project),
    matches: matches.map((match) => ({
      id: match.id,
      position: match.position,
      kind: match.kind,
      time: match.time,
      session: orNull(match.session),
      step: match.step,
    })),
    cause,
    actions: await actionsOf(db, row, made),
  };
}

async function actionsOf(db: Database, row: FiringRow, made: readonly Made[]): Promise<ShownAction[]> {
  const byId = new Map(made.map((one) => [one.id, one]));
  const then = row.actions.length === 0 ? [] : ((await readVersion(db, row.rule, row.version))?.file.then ?? []);
  return row.actions.map((does, index) => {
    const found = idsOf(row.firing, index)
      .map((id) => byId.get(id))
      .find((one) => one !== undefined);
    const action = found?.action ?? Object.keys(then[index] ?? {})[0] ?? 'work';
    return { action, does, state: found?.state ?? 'done', id: found?.id ?? null };
  });
}

export const orNull = (text: string) => (text === '-' || text === '' ? null : text);
