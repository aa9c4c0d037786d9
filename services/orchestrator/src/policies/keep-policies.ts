import type { Database } from '@hookline/db';
import type { Health } from '@hookline/service';
import { publishPolicies } from './commands.ts';
import { readPolicyFolder } from './policy-folder.ts';

/** Brings what the folder says into force, and tells health of it. A fault is logged when it is new. */
export function policyKeeper(
  db: Database,
  folder: string,
  { health, logger }: { health: Pick<Health, 'report'>; logger: { error(message: string): void } },
): () => Promise<void> {
  let told: ReadonlySet<string> = new Set();
  return async () => {
    const found = await readPolicyFolder(folder);
    await publishPolicies(db, found);
    const lines = found.faults.map(({ message }) => message);
    for (const line of lines) if (!told.has(line)) logger.error(`policy left out: ${line}`);
    told = new Set(lines);
    health.report('policies', {
      ok: lines.length === 0,
      facts: { read: found.policies.length },
      ...(lines.length > 0 && { detail: lines.join('; ') }),
    });
  };
}
