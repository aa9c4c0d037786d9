import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Price, PricesError, readPrices } from './price.ts';

export { PricesError } from './price.ts';

/** Where an installation's own prices may stand. */
export const pricesFile = (home: string): string => join(home, 'prices.json');

/** The prices of a file; undefined where there is none. Throws `PricesError`. */
export async function readOwnerPrices(file: string): Promise<Price[] | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new PricesError(file, [`it cannot be read (${(error as Error).message})`]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PricesError(file, [`it is not JSON (${(error as Error).message})`]);
  }
  return readPrices(file, value);
}
