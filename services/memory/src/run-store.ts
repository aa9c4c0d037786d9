import type { Database, Trx } from '@hookline/db';
import { type CommandCard, type CommandRun, cardId, cardOf, type Purpose } from '@hookline/memory';
import { sql } from 'kysely';

/** Writes runs that are not there yet, and returns the ids of the memories they belong to. */
export async function addRuns(trx: Trx, runs: readonly CommandRun[]): Promise<Set<string>> {
  const changed = new Set<string>();
  for (let at = 0; at < runs.length; at += 500) {
    const rows = runs
      .slice(at, at + 500)
      .map(storable)
      .map((run) => ({
        ...run,
        actor: run.actor ?? null,
        ok: run.ok ?? null,
        durationMs: run.durationMs ?? null,
        memory: cardId(run.project, run.key),
      }));
    const added = await trx
      .insertInto('commandRuns')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('memory')
      .execute();
    for (const { memory } of added) changed.add(memory);
  }
  return changed;
}

/** A run as the database takes it: no text there may hold a NUL. */
function storable(run: CommandRun): CommandRun {
  const fields = Object.entries(run);
  const clean = fields.map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll('\0', '␀') : value]);
  return Object.fromEntries(clean) as CommandRun;
}

/** The card of a memory, folded from its runs; undefined when there are none. */
export async function readCard(db: Database, memory: string): Promise<CommandCard | undefined> {
  return cardOf(await runsWhere(db, 'memory', memory));
}

/** The whole id of a memory that was named by its beginning, as in the cards agents are shown; undefined unless there is one. */
export async function findMemory(db: Database, named: string): Promise<string | undefined> {
  const beginning = named.startsWith('mem_') ? named : `mem_${named}`;
  if (!/^mem_[a-z2-7]{6,32}$/.test(beginning)) return undefined;
  const found = await db.kysely
    .selectFrom('commandRuns')
    .select('memory')
    .distinct()
    .where('memory', '>=', beginning)
    .where('memory', '<', `${beginning}~`)
    .limit(2)
    .execute();
  return found.length === 1 ? found[0]!.memory : undefined;
}

/** All cards of a project, the most used first. */
export async function readCards(db: Database, project: string): Promise<CommandCard[]> {
  const byKey = Map.groupBy(await runsWhere(db, 'project', project), (run) => run.key);
  return [...byKey.values()]
    .flatMap((runs) => cardOf(runs) ?? [])
    .sort((a, b) => b.sessions - a.sessions || b.runs - a.runs || (a.key < b.key ? -1 : 1));
}

/** The projects that have memories, by name. */
export async function readProjects(db: Database): Promise<string[]> {
  const rows = await db.kysely.selectFrom('commandRuns').select('project').distinct().orderBy('project').execute();
  return rows.map((row) => row.project);
}

/** Newest runs of a memory: its evidence, at most `limit`. */
export async function readEvidence(db: Database, memory: string, limit: number) {
  return await db.kysely
    .selectFrom('commandRuns')
    .select(['position', 'session', 'actor', 'time', 'command', 'ok', 'durationMs'])
    .where('memory', '=', memory)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute();
}

/** Memories among these that no `memory.recorded` was written for. */
export async function unannounced(db: Database): Promise<string[]> {
  const { rows } = await sql<{ memory: string }>`
    select memory from command_runs
    where not exists (select from announced_memories known where known.memory = command_runs.memory)
    group by memory having count(distinct session) >= 3 order by min(position) limit 200`.execute(db.kysely);
  return rows.map((row) => row.memory);
}

async function runsWhere(db: Database, column: 'memory' | 'project', value: string): Promise<CommandRun[]> {
  const rows = await db.kysely.selectFrom('commandRuns').selectAll().where(column, '=', value).execute();
  return rows.map(({ memory: _, ...row }) => ({
    ...row,
    purpose: row.purpose as Purpose,
    actor: row.actor ?? undefined,
    ok: row.ok ?? undefined,
    durationMs: row.durationMs ?? undefined,
  }));
}
