import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDatabase, verifyArchive, waitForPosition } from '@hookline/db';
import { JetStreamLog } from '@hookline/log';
import { foldEvents, getSession } from '@hookline/projections';
import { eventId, newEvent, type RecordedEvent, sequenceAt } from '@hookline/schemas';
import { startTestNats, tempDir, testDatabase } from '@hookline/testing';
import { expect, test } from 'vitest';

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const kills = 6;
const eventsPerKill = 400;
const startMs = Date.UTC(2026, 10, 22);

const prompts = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) =>
    newEvent({
      kind: 'prompt.submitted',
      id: eventId('crash test', from + index),
      source: 'urn:hookline:laptop:claude-code',
      time: new Date(startMs + (from + index) * 1_000).toISOString(),
      sequence: sequenceAt(startMs + (from + index) * 1_000, 1),
      session: `claude-code:${(from + index) % 7}`,
      origin: 'hook',
      data: { text: `prompt ${from + index}`, by: 'person' },
    }),
  );

test('a projector that is killed at any moment leaves the same rows as one that is not', async () => {
  await using nats = await startTestNats();
  await using database = await testDatabase();
  await using home = await tempDir();
  await using db = await openDatabase(database.url);
  await using log = await JetStreamLog.open(nats.connection);
  const { servers, user, pass } = nats.connection;
  const address = new URL(servers);
  address.username = user ?? '';
  address.password = pass ?? '';
  const start = () =>
    spawn(process.execPath, [program], {
      stdio: 'ignore',
      env: {
        PATH: process.env.PATH,
        HOOKLINE_HOME: home.path,
        HOOKLINE_NATS_URL: address.href,
        HOOKLINE_DATABASE_URL: database.url,
        HOOKLINE_PROJECTOR_BATCH: '13',
      },
    });

  let last = 0;
  for (let round = 0; round < kills; round += 1) {
    const child = start();
    const appended = await log.append(prompts(round * eventsPerKill, (round + 1) * eventsPerKill));
    last = Math.max(...appended.map(({ position }) => position ?? 0));
    await waitForPosition(db, round * eventsPerKill + 1 + ((round * 131) % 300));
    await end(child, 'SIGKILL');
  }
  const child = start();
  await waitForPosition(db, last);
  await end(child, 'SIGTERM');

  const events: RecordedEvent[] = [];
  for (let position = 1; position <= last; position += 1) events.push((await log.get(position))!);
  expect(events).toHaveLength(kills * eventsPerKill);
  expect(await verifyArchive({ db, log })).toMatchObject({ ok: true, events: events.length });
  for (const folded of foldEvents(events).sessions) {
    expect(await getSession(db, folded.session, { asOf: folded.startedAt })).toMatchObject({ ...folded });
  }
}, 180_000);

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
