import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HttpHost } from '@hookline/service';
import { eventually, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { Cards } from './cards.ts';
import { BusLink } from './send/bus-link.ts';

test('the folder of a project gets the card of that project, and loses it when there is none', async () => {
  await using dir = await tempDir();
  await using host = await HttpHost.listen('127.0.0.1', 0);
  let text: string | undefined = 'npm test takes 40 s';
  const asked: string[] = [];
  host.mount('/v1/recall/card', (request) => {
    asked.push(new URL(request.url).searchParams.get('project')!);
    return text === undefined ? new Response(null, { status: 204 }) : Response.json({ text });
  });
  const cards = new Cards(dir.path, new BusLink({ url: host.url, token: 'any', tokenFile: '' }));
  const file = join(dir.path, 'cards', '/srv/shop', '.hookline-card');
  const signal = new AbortController().signal;

  cards.saw('/srv/shop', 'github.com/acme/shop');
  cards.saw('/srv/shop-tree', 'github.com/acme/shop');
  cards.saw('/srv/nothing', '-');
  await cards.refresh(signal);

  expect(asked).toEqual(['github.com/acme/shop']);
  expect(readFileSync(file, 'utf8')).toContain('npm test takes 40 s');
  expect(statSync(file).mtimeMs).toBeGreaterThan(Date.now());
  expect(existsSync(join(dir.path, 'cards', '/srv/shop-tree', '.hookline-card'))).toBe(true);

  text = undefined;
  await cards.refresh(signal);

  expect(existsSync(file)).toBe(false);
});

test('a folder seen for the first time has its card within seconds, and news is looked at twice', async () => {
  await using dir = await tempDir();
  await using host = await HttpHost.listen('127.0.0.1', 0);
  let asked = 0;
  host.mount('/v1/recall/card', () => {
    asked += 1;
    return Response.json({ text: `asked ${asked} times` });
  });
  const cards = new Cards(dir.path, new BusLink({ url: host.url, token: 'any', tokenFile: '' }));
  const file = join(dir.path, 'cards', '/srv/shop', '.hookline-card');
  const stop = new AbortController();
  const keeping = cards.keepFresh(stop.signal);

  cards.saw('relative/folder', 'github.com/acme/shop');
  cards.saw('/srv/shop', 'github.com/acme/shop');

  await eventually(() => readFileSync(file, 'utf8').includes('asked 2 times'), { what: 'the second look' });
  stop.abort();
  await keeping;
});
