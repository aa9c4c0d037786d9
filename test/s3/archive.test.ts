import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventsOfArchive } from '@hookline/archive';
import { tempDir } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caughtUp, hookline, startBus, type TestBus } from '../scenarios/support/bus.ts';
import { everythingEnv, fillWithEverything, generatedSession, hashesOf } from '../scenarios/support/everything.ts';
import { type S3Server, startS3 } from './s3-server.ts';

const where = 's3://archive/shop one/hookline';
let folder: Awaited<ReturnType<typeof tempDir>>;
let s3: S3Server;
let origin: TestBus;
beforeAll(async () => {
  folder = await tempDir();
  s3 = await startS3(folder.path, 'archive');
  origin = await startBus({ env: { ...everythingEnv, ...s3.env } });
  await fillWithEverything(origin);
});
afterAll(async () => {
  await origin?.[Symbol.asyncDispose]();
  await s3?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

test('an archive in a bucket grows, verifies, replays and imports', async () => {
  const first = (await origin.hookline('archive', '--to', where, '--until', '50', '--json')).json();
  const second = (await origin.hookline('archive', '--to', where, '--json')).json();
  expect(second).toMatchObject({ where, total: first.events + second.events });
  const verified = await origin.hookline('archive', 'verify', where, '--json');
  expect(verified.json()).toMatchObject({ ok: true, segments: 2, events: second.total });

  const events = await eventsOfArchive(where, 'generated:one', s3.env);
  expect(events.map(({ event }) => event.id)).toEqual(generatedSession('generated:one').map(({ id }) => id));

  await using other = await startBus({ env: s3.env });
  expect((await other.hookline('import', where, '--json')).json()).toMatchObject({ stored: second.total, refused: 0 });
  await caughtUp(other);
  expect(await hashesOf(other)).toEqual(await hashesOf(origin));
});

test('retention looks into the bucket before it deletes', async () => {
  const policy = `version: 1\nrequire-archive: ${where}\nrules:\n  - {name: all, events: 1d, kinds: [notification.shown]}\n`;
  await writeFile(join(origin.home, 'retention.yaml'), policy);
  await origin.hookline('archive', '--to', where);
  expect((await origin.hookline('retention', 'run', '--json')).json()).toMatchObject({
    events: expect.arrayContaining([expect.objectContaining({ kind: 'notification.shown' })]),
  });
  await writeFile(join(origin.home, 'retention.yaml'), policy.replace('archive/', 'nowhere/'));
  const refused = await origin.hookline('retention', 'plan', '--json');
  expect(refused.json()).toMatchObject({ totals: { events: 0 } });
});

test('who may not get in, or cannot reach it, is told so', async () => {
  const ask = async (env: Record<string, string>, address = where) =>
    (await hookline({ PATH: '', HOME: folder.path, ...env }, ['archive', 'verify', address])).err;
  expect(await ask({ ...s3.env, AWS_ACCESS_KEY_ID: 'nobody' })).toContain('look at the credentials');
  expect(await ask({})).toContain('AWS_ACCESS_KEY_ID');
  expect(await ask({ ...s3.env, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' })).toContain('cannot be reached');
  expect(await ask(s3.env, 's3://')).toContain('expected s3://bucket/prefix');
});
