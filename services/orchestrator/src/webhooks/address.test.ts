import { expect, test } from 'vitest';
import { isNamed, isPublic, readNamedHosts } from './address.ts';

test.each([
  '127.0.0.1',
  '127.8.9.1',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '::',
  '::1',
  'fe80::1',
  'fd00::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  'ff02::1',
  'no address',
])('%s is no address of the internet', (address) => {
  expect(isPublic(address)).toBe(false);
});

test.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is one', (address) => {
  expect(isPublic(address)).toBe(true);
});

const named = readNamedHosts(' 127.0.0.1, *.Corp.example,sink:9000,[::1]:8080 ');
const at = (url: string) => isNamed(new URL(url), named);

test('hosts are named with and without a port, and as the end of names', () => {
  expect(['http://127.0.0.1:5/', 'https://a.corp.example/', 'http://a.b.corp.example:81/'].map(at)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['http://sink:9000/', 'http://[::1]:8080/'].map(at)).toEqual([true, true]);
  expect(
    ['http://127.0.0.2/', 'http://corp.example/', 'http://evilcorp.example/', 'http://sink/', 'http://[::1]/'].map(at),
  ).toEqual([false, false, false, false, false]);
});

test('an address that is written otherwise is the same address', () => {
  expect(at('http://0x7f.1/')).toBe(true);
  expect(at('http://2130706433/')).toBe(true);
  expect(at('http://127.0.0.1.evil.example/')).toBe(false);
});

test('what names no host is refused with the entry', () => {
  expect(() => readNamedHosts('good,http://bad/')).toThrow('found "http://bad/", expected a host');
});
