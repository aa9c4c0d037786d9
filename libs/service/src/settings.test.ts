import { expect, test } from 'vitest';
import { homeOf } from './settings.ts';

test('home is what was set', () => expect(homeOf({ HOOKLINE_HOME: '/srv/h', HOME: '/home/a' }, 0)).toBe('/srv/h'));
test('home of root is not in a home folder', () => expect(homeOf({ HOME: '/root' }, 0)).toBe('/var/lib/hookline'));
test('home of a person is hidden in theirs', () => expect(homeOf({ HOME: '/home/a' }, 1000)).toBe('/home/a/.hookline'));
