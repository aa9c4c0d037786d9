import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A token taken apart: `id` is public and names it in lists, `secret` is known to its holder only. */
export interface TokenText {
  readonly id: string;
  readonly secret: string;
}

const form = /^hkl_([a-z2-7]{12})_([A-Za-z0-9_-]{43})$/;
const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** A token never given to anybody: `hkl_<id>_<32 random bytes>`. */
export function newTokenText(): TokenText {
  const id = Array.from(randomBytes(12), (byte) => letters[byte & 31]).join('');
  return { id, secret: randomBytes(32).toString('base64url') };
}

export function formatToken({ id, secret }: TokenText): string {
  return `hkl_${id}_${secret}`;
}

/** Undefined when the text is no token of ours. */
export function parseToken(text: string): TokenText | undefined {
  const match = form.exec(text);
  return match ? { id: match[1]!, secret: match[2]! } : undefined;
}

/** What is stored in a token's stead. The secret is random and long, so a plain hash is enough. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Compares in a time that does not depend on where the two differ. */
export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
