import { createHash } from 'node:crypto';

/**
 * The deterministic id of a fact: the same parts give the same id, whoever saw the fact and whenever. Parts are what
 * the source itself uses as identity (session, call id, phase ...), never a clock and never a random number.
 * 32 characters of [a-z2-7].
 */
export function eventId(...parts: readonly (string | number)[]): string {
  return base32(createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 20));
}

/** A stable 16-character token of [a-z2-7], for subjects and keys that must not carry the text itself. */
export function shortHash(value: string): string {
  return base32(createHash('sha256').update(value).digest().subarray(0, 10));
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Uint8Array): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += alphabet[(value >>> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= 31;
  }
  return bits > 0 ? out + alphabet[(value << (5 - bits)) & 31] : out;
}
