import { newEvent } from '@hookline/schemas';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBus, type TestBus } from './support/bus.ts';
import { deliver, githubEnv, pushOf } from './support/github.ts';

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus({ env: githubEnv });
});
afterAll(async () => bus[Symbol.asyncDispose]());

const push = (session: string, commit: string, sign?: string) =>
  deliver(bus, 'push', pushOf(session, commit, '2026-11-22T10:10:00Z'), sign);

test.each([
  ['a project', 'github.com/acme/shop'],
  ['no project that is known', undefined],
])('a push of the code host is found from the session that its trailer names, with %s', async (_, project) => {
  const commit = (project === undefined ? 'b' : 'a').repeat(40);
  const session = `codex:code-host-${project === undefined ? 'far' : 'near'}`;
  await bus.client.publish([
    newEvent({
      id: `${session}-start`,
      source: 'urn:hookline:test',
      time: '2026-11-22T10:00:00Z',
      origin: 'api',
      session,
      ...(project !== undefined && { project }),
      kind: 'session.started',
      data: { nativeSession: session.slice(6) },
    }),
  ]);

  expect(await push(session, commit, 'another secret')).toBe(401);
  expect(await push(session, commit)).toBe(200);

  const code = await eventually(
    async () => {
      const path = `/v1/sessions/${encodeURIComponent(session)}/code`;
      const found = (await bus.client.request('GET', path).catch(() => undefined)) as
        | { events: { by: string; event: { type: string; data: { commit?: string } } }[] }
        | undefined;
      return found?.events.some(({ event }) => event.type === 'hookline.commit.made.v1') && found;
    },
    { what: 'the commit is found from the session' },
  );
  const made = code.events.filter(({ event }) => event.type === 'hookline.commit.made.v1');
  expect(made.map(({ by, event }) => [by, event.data.commit])).toContainEqual(['trailer', commit]);
});
