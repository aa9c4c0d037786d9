import { expect, test } from 'vitest';
import { partsOfPath, pathWithin } from './path.ts';

test('a path is told from the folder of its session on', () => {
  expect(pathWithin('/home/ada/shop/src/cart.ts', '/home/ada/shop')).toBe('src/cart.ts');
  expect(pathWithin('/home/ada/shop/src/cart.ts', '/home/ada/shop/')).toBe('src/cart.ts');
});

test('a path outside of the folder stays whole', () => {
  expect(pathWithin('/home/ada/shopping/list.txt', '/home/ada/shop')).toBe('/home/ada/shopping/list.txt');
  expect(pathWithin('/home/ada/shop', '/home/ada/shop')).toBe('/home/ada/shop');
  expect(pathWithin('src/cart.ts', null)).toBe('src/cart.ts');
});

test('a path is parted at its last name', () => {
  expect(partsOfPath('src/cart/total.ts')).toEqual({ folder: 'src/cart/', name: 'total.ts' });
  expect(partsOfPath('total.ts')).toEqual({ folder: '', name: 'total.ts' });
  expect(partsOfPath('src/cart/')).toEqual({ folder: 'src/', name: 'cart/' });
});
