import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CloudEvent, newEvent, sequenceAt } from '@hookline/schemas';
import { tempDir } from '@hookline/testing';
import { recordedHomes } from '../edge/recorded-homes.ts';
import { caughtUp, type TestBus } from './bus.ts';
import { feed, recordedHooks } from './feed.ts';
import { deliver, githubEnv, pushOf } from './github.ts';

/** What a bus needs in its environment to take what `fillWithEverything` brings. */
export const everythingEnv = githubEnv;

/** A text that is too long for its event. */
export const longText = `begins here ${'long as it is, '.repeat(8_000)}ends here`;

/**
 * Sessions of every harness, from hooks and from what harnesses keep on disk; a push as the code host tells it; generated
 * sessions whose events come out of order and more than once, with texts that have to leave their event.
 */
export async function fillWithEverything(bus: TestBus): Promise<void> {
  await using homes = await tempDir();
  const wanted = ['01-tour', '02-denied', '13-big-payloads', '15b-continue'];
  await feed(
    bus,
    recordedHooks((name) => wanted.includes(name)),
  );
  for (const [harness, lay] of Object.entries(recordedHomes)) {
    const home = join(homes.path, harness);
    await mkdir(home);
    const imported = await bus.hookline('import', lay(home), '--json');
    if (imported.json().refused !== 0) throw new Error(`${harness}: ${imported.out}`);
  }
  for (const name of ['one', 'two']) {
    const events = generatedSession(`generated:${name}`);
    for (const batch of [events.toReversed(), events, events.filter((_, index) => index % 3 === 0)]) {
      await bus.client.publish(batch);
    }
  }
  const status = await deliver(bus, 'push', pushOf('generated:one', 'c'.repeat(40), '2026-10-01T10:10:00Z'));
  if (status !== 200) throw new Error(`the push was answered ${status}, expected 200`);
  await caughtUp(bus);
}

/** Every hash of `hookline projections list`. */
export async function hashesOf(bus: TestBus): Promise<Record<string, string>> {
  const rows = (await bus.hookline('projections', 'list', '--json')).json() as {
    name: string;
    state: string;
    stateHash: string;
  }[];
  const live = rows.filter(({ state }) => state === 'live');
  if (live.length < 8) throw new Error(`found ${live.length} live read models, expected all of them`);
  return Object.fromEntries(live.map(({ name, stateHash }) => [name, stateHash]));
}

const startedMs = Date.UTC(2026, 9, 1, 9);

/** A session of forty events, the same each time. */
export function generatedSession(session: string): CloudEvent[] {
  let ordinal = 0;
  const common = () => {
    const timeMs = startedMs + ++ordinal * 1_000;
    return {
      id: `${session}-${ordinal}`,
      source: 'urn:hookline:test',
      time: new Date(timeMs).toISOString(),
      sequence: sequenceAt(timeMs, ordinal),
      session,
      project: 'github.com/acme/shop',
      harness: 'codex',
      actor: 'dana@example.test',
      origin: 'api' as const,
    };
  };
  const events = [newEvent({ kind: 'session.started', ...common(), data: { nativeSession: session } })];
  const turn = `${session}-${ordinal + 1}`;
  events.push(
    newEvent({
      kind: 'prompt.submitted',
      ...common(),
      turn,
      data: { text: 'round totals \u0000 once \ud800', by: 'person' },
    }),
  );
  for (let call = 1; call <= 18; call += 1) {
    const named = {
      call: `call-${call}`,
      tool: 'Bash',
      effects: [{ type: 'process.exec' as const, object: 'npm test', program: 'npm' }],
    };
    events.push(
      newEvent({ kind: 'tool.started', ...common(), turn, data: { ...named, input: { command: 'npm test' } } }),
    );
    const output = call % 6 === 0 ? `${call % 12 === 0 ? session : 'both'}: ${longText}` : 'ok';
    events.push(
      newEvent({
        kind: 'tool.finished',
        ...common(),
        turn,
        data: { ...named, outcome: 'ok', output, durationMs: call },
      }),
    );
  }
  events.push(newEvent({ kind: 'notification.shown', ...common(), turn, data: { type: 'done', message: 'done' } }));
  events.push(newEvent({ kind: 'session.ended', ...common(), data: { reason: 'exit' } }));
  return events;
}
