import type { Database, Trx } from '@hookline/db';
import { eventId } from '@hookline/schemas';
import { sql } from 'kysely';
import { busEvent } from '../bus-event.ts';
import { jsonText } from '../json-text.ts';
import { post } from '../outbox.ts';
import type { PolicyFault, PolicyFolder } from './policy-folder.ts';

/**
 * Brings into force what the folder says, and takes out of force what is gone from it. Of a file that has a fault now, the
 * version that stood stays: a slip of the pen must not open what was guarded.
 */
export async function publishPolicies(db: Database, folder: PolicyFolder): Promise<void> {
  await db.transaction(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('hookline policies'))`.execute(trx);
    const standing = await trx
      .selectFrom('policies')
      .select(['name', 'version', 'path', sql<string>`published_at::text`.as('at')])
      .where('withdrawnAt', 'is', null)
      .execute();
    const faulty = new Set(folder.faults.map(({ path }) => path));
    const offered = new Map(folder.policies.map((one) => [one.policy.name, one]));
    for (const { name, version, path, at } of standing) {
      if (offered.get(name)?.policy.version === version) continue;
      if (!offered.has(name) && faulty.has(path)) continue;
      await trx
        .updateTable('policies')
        .set({ withdrawnAt: sql<string>`now()` })
        .where('name', '=', name)
        .where('version', '=', version)
        .execute();
      if (!offered.has(name)) await sayWithdrawn(trx, name, version, at);
    }
    for (const [name, one] of offered) {
      const stands = standing.find((row) => row.name === name);
      if (stands?.version === one.policy.version) {
        await trx
          .updateTable('policies')
          .set({ path: one.path })
          .where('name', '=', name)
          .where('version', '=', one.policy.version)
          .execute();
      } else await publish(trx, one);
    }
    await writeFaults(trx, folder.faults);
  });
}

async function publish(trx: Trx, { policy, source, path }: PolicyFolder['policies'][number]): Promise<void> {
  const { name, version, file } = policy;
  const said = {
    source,
    path,
    mode: file.mode,
    onFailure: file.onFailure,
    projects: file.projects === undefined ? null : jsonText(file.projects),
  };
  const { at } = await trx
    .insertInto('policies')
    .values({ name, version, ...said })
    .onConflict((conflict) =>
      conflict
        .columns(['name', 'version'])
        .doUpdateSet({ ...said, withdrawnAt: null, publishedAt: sql<string>`now()` }),
    )
    .returning(sql<string>`published_at::text`.as('at'))
    .executeTakeFirstOrThrow();
  await post(
    trx,
    busEvent<'policy.published'>({
      kind: 'policy.published',
      id: eventId('policy.published', name, version, at),
      subject: name,
      data: { policy: name, version, source: 'folder', by: 'orchestrator', mode: file.mode },
    }),
  );
}

async function sayWithdrawn(trx: Trx, name: string, version: string, publishedAt: string): Promise<void> {
  await post(
    trx,
    busEvent<'policy.withdrawn'>({
      kind: 'policy.withdrawn',
      id: eventId('policy.withdrawn', name, version, publishedAt),
      subject: name,
      data: { policy: name, version, by: 'orchestrator', reason: 'its file is no longer there' },
    }),
  );
}

async function writeFaults(trx: Trx, faults: readonly PolicyFault[]): Promise<void> {
  await trx.deleteFrom('policyFaults').execute();
  if (faults.length > 0) await trx.insertInto('policyFaults').values(faults.slice(0, 1_000)).execute();
}
