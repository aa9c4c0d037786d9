import { expect, test } from 'vitest';
import { formatLease, looksLikeLease, readLease } from './lease-token.ts';

const lease = { item: 'a', fence: 3 };
const nowMs = Date.parse('2026-11-23T08:00:00Z');

test('a lease token says which claim it is of, to whoever has the key', () => {
  const token = formatLease('key', lease, nowMs);
  expect(looksLikeLease(token)).toBe(true);
  expect(readLease('key', token, nowMs)).toEqual(lease);
});

test('a token that was made with another key, was changed, or is too old, says nothing', () => {
  const token = formatLease('key', lease, nowMs);
  const [said, mac] = token.slice('hkl_lease_'.length).split('.');
  const other = Buffer.from(JSON.stringify(['b', 3, nowMs * 2])).toString('base64url');
  expect(readLease('other', token, nowMs)).toBeUndefined();
  expect(readLease('key', `hkl_lease_${other}.${mac}`, nowMs)).toBeUndefined();
  expect(readLease('key', `hkl_lease_${said}.`, nowMs)).toBeUndefined();
  expect(readLease('key', `hkl_lease_${said}.${mac}x`, nowMs)).toBeUndefined();
  expect(readLease('key', 'hkl_lease_', nowMs)).toBeUndefined();
  expect(readLease('key', token, nowMs + 2 * 3_600_000)).toBeUndefined();
});
