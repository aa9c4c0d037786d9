import type { CloudEvent } from '@hookline/schemas';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { workingSession } from '../browser/stories.ts';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';

let bus: TestBus;
const story = workingSession();

beforeAll(async () => {
  bus = await startBus();
  await bus.client.publish(story.events as CloudEvent[]);
  await caughtUp(bus);
});
afterAll(async () => bus[Symbol.asyncDispose]());

const path = `/v1/sessions/${encodeURIComponent(story.session)}`;

describe('handing a session over', () => {
  test('as Markdown or JSON, the same at a position however far the session went on', async () => {
    const { position } = (await bus.client.request('GET', `${path}/handoff`)) as { position: number };
    const early = position - 10;
    const before = await bus.hookline('handoff', story.session, '--at', String(early));

    await bus.client.publish([
      { ...story.events.at(-1)!, id: 'one-more', time: new Date().toISOString() } as CloudEvent,
    ]);
    await caughtUp(bus);

    expect(before.out).toContain('# Hand-off');
    expect((await bus.hookline('handoff', story.session, '--at', String(early))).out).toBe(before.out);
    expect((await bus.hookline('handoff', story.session, '--json')).json()).toMatchObject({
      format: 'hookline-hand-off/1',
      session: story.session,
      goal: expect.stringContaining('The cart shows a wrong total'),
    });
  });

  test('before it began is refused with the positions it has', async () => {
    const answer = await bus.hookline('handoff', story.session, '--at', '0');

    expect(answer.exitCode).not.toBe(0);
    expect(answer.err).toMatch(/nothing of this session had happened at position 0[\s\S]*positions from \d+ to \d+/);
  });
});

test('two positions of a session are put side by side', async () => {
  const compared = await bus.hookline('compare', `${story.session}@6`, story.session, '--json');
  expect(compared.err).toBe('');
  const { left, right } = compared.json();

  expect(left).toMatchObject({ session: story.session, position: 6 });
  expect(right.calls).toBeGreaterThan(left.calls);
  expect((await bus.hookline('compare', `${story.session}@6`, story.session)).out).toContain('still fails');
});

describe('sharing a session', () => {
  test('a link shows its page to whoever has it, and nothing of later, until it ends', async () => {
    const made = (await bus.hookline('share', story.session, '--json')).json();
    const open = () => fetch(made.url, { redirect: 'manual' });
    const page = await (await open()).text();

    await bus.client.publish([
      {
        ...story.events.at(-1)!,
        id: 'said-later',
        type: 'hookline.message.sent.v1',
        data: { role: 'assistant', text: 'Said after sharing' },
      } as CloudEvent,
    ]);
    await caughtUp(bus);

    expect(page).toContain('The cart shows a wrong total');
    expect(page).not.toContain('workshop');
    expect(await (await open()).text()).toBe(page);
    expect((await open()).headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await bus.hookline('share', 'list', '--json')).json()).toMatchObject([{ id: made.id, opened: 3 }]);
    expect(JSON.stringify((await bus.hookline('share', 'list', '--json')).json())).not.toContain(made.path);

    await bus.hookline('share', 'end', made.id);
    expect((await open()).status).toBe(404);
  });

  test('a link that has expired shows nothing', async () => {
    const made = (await bus.hookline('share', story.session, '--days', '0.0000001', '--json')).json();
    await expect.poll(async () => (await fetch(made.url)).status, { timeout: 5_000 }).toBe(404);
  });

  test('a token that may only read can take the page, and make no link; one of another project sees neither', async () => {
    const { token } = (await bus.client.request('POST', '/v1/tokens', { body: { name: 'r', scopes: ['read'] } })) as {
      token: string;
    };
    const { token: other } = (await bus.client.request('POST', '/v1/tokens', {
      body: { name: 'o', scopes: ['admin'], project: 'github.com/acme/other' },
    })) as { token: string };
    const ask = (as: string, method: string, route: string) =>
      fetch(`${bus.url}${route}`, {
        method,
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      });

    expect((await ask(token, 'GET', `${path}/page`)).status).toBe(200);
    expect((await ask(token, 'POST', `${path}/shares`)).status).toBe(403);
    for (const route of ['/page', '/handoff']) expect((await ask(other, 'GET', `${path}${route}`)).status).toBe(404);
    expect((await ask(other, 'POST', `${path}/shares`)).status).toBe(403);
    const sides = `left=${encodeURIComponent(story.session)}&right=${encodeURIComponent(story.session)}`;
    expect((await ask(other, 'GET', `/v1/compare?${sides}`)).status).toBe(404);
  });
});
