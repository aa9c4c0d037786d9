import { expect, test } from 'vitest';
import { WrongVersionError } from '../errors.ts';
import { checkNatsVersion, compareVersions, parseNatsVersion } from './version.ts';

test('finds the version in what the program prints', () => {
  expect(parseNatsVersion('nats-server: v2.15.1\n')).toBe('2.15.1');
  expect(parseNatsVersion('2.14.0-beta.1')).toBe('2.14.0');
  expect(parseNatsVersion('hello')).toBeUndefined();
});

test('orders versions by number, not by letter', () => {
  expect(['2.9.10', '2.15.1', '2.14.6'].sort(compareVersions)).toEqual(['2.9.10', '2.14.6', '2.15.1']);
});

test('refuses what is older than 2.14 and says what to do', () => {
  expect(() => checkNatsVersion('2.12.8', '/usr/bin/nats-server')).toThrow(WrongVersionError);
  expect(() => checkNatsVersion('2.12.8', '/usr/bin/nats-server')).toThrow(
    'nats-server (/usr/bin/nats-server) is version 2.12.8, but Hookline needs 2.14 or newer.',
  );
});

test('tells tested versions from others', () => {
  expect(checkNatsVersion('2.15.1', 'here')).toBe(true);
  expect(checkNatsVersion('2.99.0', 'here')).toBe(false);
});
