import { expect, test } from 'vitest';
import type { ChainLink } from '../../../api/firings.ts';
import { linksTo, type Strand, strandsOf } from './chain-tree.ts';

const link = (id: string, of: string | null): ChainLink => ({
  id,
  of,
  type: 'event',
  title: id,
  detail: null,
  state: null,
  time: null,
  session: null,
  position: null,
  rule: null,
  ref: null,
});

const drawn = ({ links, strands }: Strand): unknown => [links.map(({ id }) => id).join('-'), ...strands.map(drawn)];

test('what leads from one to the next is one line', () => {
  const links = [link('prompt', null), link('event', 'prompt'), link('firing', 'event'), link('work', 'firing')];
  expect(strandsOf(links).map(drawn)).toEqual([['prompt-event-firing-work']]);
  expect(strandsOf(links.toReversed()).map(drawn)).toEqual([['prompt-event-firing-work']]);
});

test('what leads to several things parts there', () => {
  const links = [link('firing', null), link('work', 'firing'), link('hook', 'firing'), link('session', 'work')];
  expect(strandsOf(links).map(drawn)).toEqual([['firing', ['work-session'], ['hook']]]);
});

test('nothing is lost where a beginning is missing or the links go in a circle', () => {
  const links = [link('a', 'gone'), link('b', 'c'), link('c', 'b')];
  expect(strandsOf(links).map(drawn)).toEqual([['a'], ['b-c']]);
});

test('what stands behind one of them is a line, whatever else came of it', () => {
  const links = [link('firing', null), link('work', 'firing'), link('hook', 'firing'), link('session', 'work')];
  expect(linksTo(links, 'session').map(({ id }) => id)).toEqual(['firing', 'work', 'session']);
  expect(linksTo([link('b', 'c'), link('c', 'b')], 'c').map(({ id }) => id)).toEqual(['b', 'c']);
  expect(linksTo(links, 'gone')).toEqual([]);
});
