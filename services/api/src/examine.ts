import { listProjections } from '@hookline/projections';
import type { DatedReport } from '@hookline/service';
import { sql } from 'kysely';
import type { ApiContext } from './context.ts';

const probeTimeoutMs = 2000;

/** One part of the system as it is found. */
interface ServiceHealth extends DatedReport {
  readonly name: string;
}

/** What is found when every part is looked at. */
export interface Examination {
  readonly ok: boolean;
  readonly services: readonly ServiceHealth[];
  readonly log: { readonly identity: string; readonly first: number; readonly last: number } | null;
  /** Events that each live read model has still to fold. */
  readonly lag: Readonly<Record<string, number>>;
}

/** Looks at the servers now, and at what every service of this process last said of itself. Never throws. */
export async function examine(context: Pick<ApiContext, 'db' | 'log' | 'health'>): Promise<Examination> {
  const [nats, postgres, projections] = await Promise.all([
    probe('nats', async () => context.log.head()),
    probe('postgres', async () => sql`select 1`.execute(context.db.kysely)),
    probe('projections', async () => listProjections(context.db)),
  ]);
  const said = context.health.snapshot();
  const probed = [nats, postgres].map(({ name, ok, at, detail }) => {
    const { facts } = said[name] ?? {};
    return { name, ok, at, ...(detail && { detail }), ...(facts && { facts }) };
  });
  const others = Object.entries(said).filter(([name]) => name !== 'nats' && name !== 'postgres');
  const services = [...probed, ...others.map(([name, report]) => ({ name, ...report }))];
  const live = (projections.value ?? []).filter(({ state }) => state === 'live');
  return {
    ok: services.every(({ ok }) => ok),
    services,
    log: nats.value ? { identity: nats.value.identity, first: nats.value.first, last: nats.value.last } : null,
    lag: Object.fromEntries(
      live.map(({ name, position, lag }) => [name, nats.value ? Math.max(0, nats.value.last - position) : lag]),
    ),
  };
}

async function probe<Value>(name: string, ask: () => Promise<Value>) {
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => timeout.reject(new Error(`no answer in ${probeTimeoutMs} ms`)), probeTimeoutMs);
  const at = new Date().toISOString();
  try {
    return { name, at, ok: true, value: await Promise.race([ask(), timeout.promise]) } as const;
  } catch (error) {
    const detail = `${name} does not answer: ${error instanceof Error ? error.message : String(error)}`;
    return { name, at, ok: false, detail, value: undefined } as const;
  } finally {
    clearTimeout(timer);
  }
}
