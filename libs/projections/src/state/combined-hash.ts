import { hash as digest } from 'node:crypto';
import type { AnyProjection } from '../projection.ts';

/** One hash, 32 hex digits, over the hashes of several read models and the versions they are of. */
export function combinedHash(hashes: readonly { readonly projection: AnyProjection; readonly hash: string }[]): string {
  const lines = hashes.map(({ projection, hash }) => `${projection.name} v${projection.version} ${hash}\n`);
  return digest('sha256', lines.sort().join(''), 'hex').slice(0, 32);
}
