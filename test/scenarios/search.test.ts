import { eventually } from '@hookline/testing';
import { expect, test } from 'vitest';
import { caughtUp, recordingsFolder, startBus } from './support/bus.ts';

test('what a session said and did is found from the command line, by token, and kept under a name', async () => {
  await using bus = await startBus();
  const imported = await bus.hookline('import', recordingsFolder, '--json');
  expect(imported.exitCode).toBe(0);
  await caughtUp(bus);
  const [session] = (await bus.hookline('sessions', '--json')).json();
  const title = session.title as string;

  const found = await eventually(
    async () => {
      const all = (await bus.hookline('search', `"${title.slice(0, 20)}"`, '--json')).json();
      return all.length > 0 && all;
    },
    { what: 'the index has the session' },
  );
  expect(found[0].session).toMatchObject({ harness: 'claude-code' });
  const [hit] = found[0].hits;
  const { event } = (await bus.client.request('GET', `/v1/events/${hit.position}`)) as { event: { id: string } };
  expect(event.id).toBe(hit.event);
  expect(await bus.hookline('search', title)).toMatchObject({
    err: '',
    out: expect.stringContaining('→ hookline replay'),
  });

  expect((await bus.hookline('search', 'preson:ada')).err).toContain('did you mean person:?');
  await bus.hookline('search', 'harness:claude-code', '--save', 'ours');
  expect((await bus.hookline('search', '--list', '--json')).json()).toMatchObject([
    { name: 'ours', q: 'harness:claude-code' },
  ]);
  expect((await bus.hookline('search', '--saved', 'ours', '--json')).json().length).toBeGreaterThan(0);
  await bus.hookline('search', '--forget', 'ours');
  expect((await bus.hookline('search', '--saved', 'ours')).err).toContain('no query is saved as "ours"');

  const [failure] = await eventually(
    async () => {
      const all = (await bus.hookline('failures', '--since', '2020-01-01', '--json')).json();
      return all.length > 0 && all;
    },
    { what: 'the index has failures' },
  );
  expect(failure.failures).toBeGreaterThan(0);
  expect(failure.examples[0].session).toMatchObject({ harness: 'claude-code' });
  const facets = (await bus.client.request('GET', '/v1/facets')) as { harnesses: { value: string }[] };
  expect(facets.harnesses.map(({ value }) => value)).toEqual(['claude-code']);
});
