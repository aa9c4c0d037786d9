import { readSession } from '@hookline/db';
import { pageOfView, type SharedContent, sharedView, viewSession } from '@hookline/exports';
import { notFound } from '@hookline/http';
import { getSession } from '@hookline/projections';
import { createRedactor } from '@hookline/redaction';
import { readEvent } from '@hookline/schemas';
import type { ApiContext } from '../context.ts';

const eventsMax = 100_000;

/**
 * The page of a session as the log had it at a position: secrets are looked for once more, names of the person and the
 * machine are taken out. Throws 404 when nothing of the session is there, or no longer.
 */
export async function makePage(
  { db, redactionKey }: Pick<ApiContext, 'db' | 'redactionKey'>,
  {
    session,
    at,
    content,
  }: { readonly session: string; readonly at?: number | undefined; readonly content: SharedContent },
): Promise<string> {
  const recorded = await readSession(db, session, { ...(at !== undefined && { until: at }), limit: eventsMax });
  const events = recorded.flatMap(({ event }) => readEvent(event) ?? []);
  if (events.length === 0) throw notFound(`there is nothing of the session ${session} by then`, 'it may be gone');
  const summary = await getSession(db, session, { asOf: new Date().toISOString() });
  const names = [...new Set([summary?.actor, summary?.host, ...events.map(({ actor }) => actor)])];
  const view = sharedView(viewSession(events), { content, names: names.filter((name) => typeof name === 'string') });
  const { value } = await createRedactor({ key: await redactionKey() }).redact(view);
  return pageOfView(value, { asOf: new Date().toISOString() });
}
