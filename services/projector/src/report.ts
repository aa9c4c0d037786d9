import { type Database, isTransient, pause } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { listProjections } from '@hookline/projections';
import type { Health } from '@hookline/service';

/** What the loops know of themselves. */
interface ProjectorState {
  position: number;
  leading: boolean;
  trouble: unknown;
  /** Positions at which the log held nothing, since this process started. */
  gaps: number;
}

interface Reported {
  readonly db: Database;
  readonly log: EventLog;
  readonly health: Health;
  readonly state: ProjectorState;
}

const everyMs = 2_000;

/** Says every two seconds how the projector does, until `signal` aborts. */
export async function report(reported: Reported, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await reportOnce(reported).catch((error: unknown) => {
      if (!signal.aborted) reported.health.report('projector', { ok: false, detail: detailOf(error) });
    });
    await pause(everyMs, signal);
  }
}

async function reportOnce({ db, log, health, state }: Reported): Promise<void> {
  const { position, leading, trouble, gaps } = state;
  const states = await listProjections(db);
  const { last } = await log.head();
  const building = states.filter((one) => one.state === 'building').map(({ name }) => name);
  const quarantined = states.filter((one) => one.state === 'live').reduce((sum, one) => sum + one.quarantined, 0);
  const frozen = states.filter((one) => one.state === 'live' && one.lag > 0 && one.position < position);
  const facts = {
    position,
    lag: leading ? last - position : null,
    leading,
    quarantined,
    building: building.length,
    gaps,
  };
  const sentences = [
    ...(leading ? [] : ['another instance projects; this one waits']),
    ...(building.length > 0 ? [`building ${building.join(', ')}`] : []),
    ...(quarantined > 0 ? [`${quarantined} sessions in quarantine (hookline projections list)`] : []),
    ...(frozen.length > 0 ? [`not kept up: ${frozen.map(({ table }) => table).join(', ')}`] : []),
    ...(gaps > 0 ? [`the log holds nothing at ${gaps} positions (hookline verify)`] : []),
    ...(trouble === undefined ? [] : [detailOf(trouble)]),
  ];
  const ok = trouble === undefined;
  health.report('projector', { ok, facts, ...(sentences.length === 0 ? {} : { detail: sentences.join('; ') }) });
}

function detailOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return isTransient(error)
    ? `the database cannot be reached (${message}); it is tried again until it is back`
    : message;
}
