import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { holdOutSalt, surfaces } from '@hookline/memory';
import { HttpHost } from '@hookline/service';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { Packs, packValidMs } from './answers/packs.ts';
import { PlacedCards } from './answers/placed-cards.ts';
import { packEntry } from './answers/test-pack.ts';
import { Cards } from './cards.ts';
import { BusLink } from './send/bus-link.ts';

const project = 'github.com/acme/shop';
const owner = { project, actor: 'ann' };

/** A bus that answers with these memories, under a tag that changes with them. */
async function bed() {
  const stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const host = stack.use(await HttpHost.listen('127.0.0.1', 0));
  const bus = { entries: [packEntry('command', 'npm test', 'npm test takes 40 s')], answers: true };
  const asked: { query: string; tag: string | null; status: number }[] = [];
  host.mount('/v1/recall/pack', (request) => {
    const tag = `"${bus.entries.map(({ statement }) => statement.length).join('-')}"`;
    const known = request.headers.get('if-none-match');
    const status = !bus.answers ? 503 : known === tag ? 304 : 200;
    asked.push({ query: new URL(request.url).search, tag: known, status });
    if (status === 503) return new Response('{}', { status });
    if (status === 304) return new Response(null, { status });
    return Response.json({ format: 1, project, entries: bus.entries, left: 0 }, { headers: { etag: tag } });
  });
  const link = new BusLink({ url: host.url, token: 'any', tokenFile: '' });
  const open = () => {
    const packs = new Packs(join(dir.path, 'packs'), link);
    const placed = new PlacedCards();
    return { packs, placed, cards: new Cards({ home: dir.path, packs, placed, surfaces: new Set(surfaces) }) };
  };
  const file = (folder: string, name = '.hookline-card') => join(dir.path, 'cards', folder, name);
  return { bus, asked, open, file, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

const signal = new AbortController().signal;

test('the folders of a project get the card of that project, and lose it when there is none', async () => {
  await using here = await bed();
  const { cards, placed } = here.open();

  cards.saw('/srv/shop', owner);
  cards.saw('/srv/shop-tree', owner);
  cards.saw('/srv/nothing', { ...owner, project: '-' });
  await cards.refresh(signal);

  expect(here.asked.map(({ query }) => query)).toEqual(['?project=github.com%2Facme%2Fshop&actor=ann']);
  const [card, salt] = readFileSync(here.file('/srv/shop'), 'utf8').split('\n');
  expect(card).toContain('npm test takes 40 s');
  expect(salt).toBe(String(holdOutSalt(project)));
  expect(statSync(here.file('/srv/shop')).mtimeMs).toBeGreaterThan(Date.now());
  expect(existsSync(here.file('/srv/shop-tree'))).toBe(true);
  expect(placed.at('/srv/shop', Date.now())?.memories).toHaveLength(1);

  here.bus.entries = [];
  await cards.refresh(signal);

  expect(existsSync(here.file('/srv/shop'))).toBe(false);
  expect(placed.at('/srv/shop', Date.now())).toBeUndefined();
});

test('what there is to ask about lies beside it, and goes when there is nothing', async () => {
  await using here = await bed();
  const { cards } = here.open();
  here.bus.entries = [
    packEntry('pitfall', 'rtk bun run', 'fails'),
    packEntry('pitfall', 'x $(touch pwned) `id`', 'fails'),
    packEntry('remedy', 'v1:Cannot find module <text>', 'run npm install'),
    packEntry('episode', 's1', 'Fixed the cart'),
  ];
  cards.saw('/srv/shop', owner);
  await cards.refresh(signal);

  expect(readFileSync(here.file('/srv/shop', '.hookline-calls'), 'utf8')).toBe('rtk bun run\ntouch pwned\n');
  expect(readFileSync(here.file('/srv/shop', '.hookline-failures'), 'utf8')).toBe('Cannot find module\n');
  expect(readFileSync(here.file('/srv/shop', '.hookline-prompts'), 'utf8')).toBe('');

  here.bus.entries = [];
  await cards.refresh(signal);
  for (const list of ['.hookline-calls', '.hookline-failures', '.hookline-prompts']) {
    expect(existsSync(here.file('/srv/shop', list))).toBe(false);
  }
});

test('a pack that did not change is not sent again; with the bus down it holds on, also for the next edge, until it is old', async () => {
  await using here = await bed();
  const { cards, packs } = here.open();
  cards.saw('/srv/shop', owner);
  await cards.refresh(signal);
  await cards.refresh(signal);
  expect(here.asked.map(({ status }) => status)).toEqual([200, 304]);

  here.bus.answers = false;
  const next = here.open();
  next.cards.saw('/srv/other', owner);
  await expect(next.cards.refresh(signal)).rejects.toThrow();

  expect(readFileSync(here.file('/srv/other'), 'utf8')).toContain('npm test takes 40 s');
  expect(packs.of(owner, Date.now())?.known.entries).toHaveLength(1);
  expect(packs.of(owner, Date.now() + packValidMs)).toBeUndefined();
  expect(packs.of({ ...owner, actor: 'bob' }, Date.now())).toBeUndefined();
});

test('a folder seen for the first time has its card within seconds, and news is looked at twice', async () => {
  await using here = await bed();
  const { cards } = here.open();
  const stop = new AbortController();
  const keeping = cards.keepFresh(stop.signal);

  cards.saw('relative/folder', owner);
  cards.saw('/srv/shop', owner);
  await eventually(() => existsSync(here.file('/srv/shop')), { what: 'the card' });
  here.bus.entries = [packEntry('command', 'npm test', 'npm test takes 41.5 s')];

  await eventually(() => readFileSync(here.file('/srv/shop'), 'utf8').includes('41.5 s'), { what: 'the second look' });
  stop.abort();
  await keeping;
});
