import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What lay in a checkout: hashes by path. */
export type Checkout = ReadonlyMap<string, string>;

/** Reads a checkout as it is now, without what git keeps for itself. */
function readCheckout(folder: string): Checkout {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.startsWith(join(folder, '.git', '/')))
      .map((path) => [path.slice(folder.length + 1), hashOf(path)]),
  );
}

function hashOf(path: string): string {
  return `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}

/** Copies of a checkout, taken whenever a model is asked for an answer: between two of them lie the calls of one answer. */
export function watchCheckout(model: { beforeEachAnswer(look: () => void): void }, folder: string): Checkout[] {
  const checkouts: Checkout[] = [];
  model.beforeEachAnswer(() => void checkouts.push(readCheckout(folder)));
  return checkouts;
}

/** Numbers below `below` that look as if drawn by lot, the same for the same seed. */
export function lots(count: number, below: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  });
}
