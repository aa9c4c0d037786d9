import { expect, test } from 'vitest';
import { tellFacts } from '../testing/story.ts';
import { storyOf } from './story.ts';

const inFolder = (root: string, path: string) =>
  storyOf(
    tellFacts({ session: 's' }, [
      () => [
        { type: 'session', what: 'started', root },
        { type: 'call-started', call: 'c', tool: 'Edit', effects: [{ type: 'file.write', object: path }] },
        { type: 'wrote', call: 'c', path, how: 'move', from: `${root}/old.ts` },
        { type: 'call-ended', call: 'c', tool: 'Edit', effects: [], outcome: 'ok' },
        { type: 'read', path },
      ],
    ]),
  )!;

test.each([
  ['/home/ann/shop', '/home/ann/shop/src/cart.ts', 'src/cart.ts'],
  ['/home/ann/shop/', '/home/ann/shop/src/cart.ts', 'src/cart.ts'],
  ['C:\\work\\shop', 'C:\\work\\shop\\src\\cart.ts', 'src/cart.ts'],
  ['/home/ann/shop', '/home/ann/shopping/cart.ts', '/home/ann/shopping/cart.ts'],
  ['/home/ann/shop', 'src/cart.ts', 'src/cart.ts'],
])('in %s, %s is the file %s of everybody', (root, path, shared) => {
  const [, call, read] = inFolder(root, path).steps;
  expect(call).toMatchObject({ type: 'call', effects: [{ object: shared }], writes: [{ path: shared }] });
  expect(read).toMatchObject({ type: 'read', path: shared });
});

test('also the path a file was moved from', () => {
  const [, call] = inFolder('/home/ann/shop', '/home/ann/shop/new.ts').steps;
  expect(call).toMatchObject({ writes: [{ path: 'new.ts', from: 'old.ts' }] });
});
