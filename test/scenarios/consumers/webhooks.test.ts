import { createClient } from '@hookline/client';
import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { startBus, type TestBus } from '../support/bus.ts';
import { eventsOf, publishRule } from './rule.ts';
import { openSink, type Sink, secretName } from './sink.ts';
import { tell, tokenOf } from './told.ts';

const rule = ({ url }: Pick<Sink, 'url'>) => `rule: call-out
on: commit.made
key: data.commit
then:
  - webhook: { url: "${url}", secret: ${secretName}, payload: { said: "{{data.message}}" } }
tests:
  - given: [{ kind: commit.made, data: { commit: abc, message: fix } }]
    expect: { firings: 1 }
`;

const committed = (bus: TestBus, number: number) =>
  tell(bus, 'commit.made', { commit: number.toString(16).padStart(40, '0'), message: `commit ${number}` });
const listed = async (bus: TestBus, ...args: string[]) =>
  (await bus.hookline('webhooks', 'list', ...args, '--json')).json() as { id: string; error: string | null }[];

test('dead letters are seen, and go again under the same ids when somebody says so', async () => {
  // 410 is for good: nobody asks again.
  await using sink = await openSink((count) => (count <= 3 ? 410 : 200));
  await using bus = await startBus();
  await publishRule(bus, 'call.yaml', rule(sink));
  for (const number of [1, 2, 3]) await committed(bus, number);
  const dead = await eventually(
    async () => {
      const found = await listed(bus, '--state', 'dead');
      return found.length === 3 && found;
    },
    { what: 'three dead letters' },
  );
  expect(dead[0]).toMatchObject({ error: 'answered 410', rule: 'call-out', attempts: 1, status: 410 });
  const stranger = createClient({
    url: bus.url,
    token: await tokenOf(bus, { scopes: ['read', 'work'], project: 'github.com/acme/till' }),
  });
  expect(await stranger.redriveWebhooks()).toBe(0);
  await expect(stranger.redriveWebhooks({ id: dead[0]!.id })).rejects.toMatchObject({ status: 404 });

  expect((await bus.hookline('webhooks', 'redrive')).exitCode).toBe(2);
  expect((await bus.hookline('webhooks', 'redrive', dead[0]!.id)).out).toContain('1 webhook will be tried again');
  expect((await bus.hookline('webhooks', 'redrive', '--all', '--json')).json()).toEqual({ redriven: 2 });
  await eventually(async () => (await listed(bus, '--state', 'delivered')).length === 3, { what: 'all to arrive' });

  expect(sink.received).toHaveLength(6);
  expect(new Set(sink.received.map(({ id }) => id))).toEqual(new Set(dead.map(({ id }) => id)));
  await eventually(async () => (await eventsOf(bus, 'webhook.delivered')).length === 6, {
    what: 'the log to tell of all',
  });
  const told = (await eventsOf(bus, 'webhook.delivered')).map(({ event }) => event.data);
  expect(told.filter(({ outcome }) => outcome === 'failed')).toHaveLength(3);
  for (const { cause, url } of told) {
    expect(cause).toMatchObject({ rule: 'call-out', depth: 1 });
    expect(url).toBe(new URL(sink.url).host);
  }
});

test('this machine is not called unless somebody named it', async () => {
  await using sink = await openSink();
  await using bus = await startBus({ env: { HOOKLINE_WEBHOOK_HOSTS: '' } });
  await publishRule(bus, 'call.yaml', rule(sink));
  await committed(bus, 1);

  const [dead] = await eventually(
    async () => {
      const found = await listed(bus, '--state', 'dead');
      return found.length === 1 && found;
    },
    { what: 'the dead letter' },
  );
  expect(dead!.error).toContain('name 127.0.0.1 in HOOKLINE_WEBHOOK_HOSTS if webhooks may go there');
  expect(sink.received).toEqual([]);
});
