import { type DataOf, eventId, type Kind, newEvent } from '@hookline/schemas';
import type { TestBus } from '../support/bus.ts';

export const shop = 'github.com/acme/shop';

let count = 0;

/** Publishes one event of a session, as if it had just happened. Resolves with what the bus said of it. */
export async function tell<K extends Kind>(
  bus: Pick<TestBus, 'client'>,
  kind: K,
  data: DataOf<K>,
  { session = 'codex:1', project = shop, id = eventId('told', String(++count)) } = {},
) {
  const event = newEvent({
    kind,
    id,
    source: 'urn:hookline:test',
    time: new Date().toISOString(),
    origin: 'hook',
    harness: session.split(':')[0],
    project,
    session,
    data,
  } as never);
  return (await bus.client.publish([event]))[0]!;
}

/** What an edge says of a message that it brought to its agent. */
export const broughtTo = (
  bus: Pick<TestBus, 'client'>,
  message: string,
  session = 'codex:1',
  project = shop,
  cause?: DataOf<'steer.ended'>['cause'],
) =>
  tell(
    bus,
    'steer.ended',
    { message, outcome: 'delivered', surface: 'prompt', ...(cause && { cause }) },
    { session, project, id: eventId('steer', message, 'ended') },
  );

/** A client of the bus with a token of its own. */
export async function tokenOf(bus: TestBus, request: object): Promise<string> {
  const made = await bus.client.request('POST', '/v1/tokens', { body: { name: 'tried', ...request } });
  return (made as { token: string }).token;
}
