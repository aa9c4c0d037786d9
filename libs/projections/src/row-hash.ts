import { hash } from 'node:crypto';
import { canonicalJson } from '@hookline/db';
import type { AnyProjection } from './projection.ts';

const modulus = 1n << 128n;

/** The hash of no rows. */
export const emptyHash = '0'.repeat(32);

/**
 * The hash of a row, 32 hex digits: the first half of SHA-256 over its fields in a fixed order, without its places in the
 * log. Equal facts give equal hashes in every installation.
 */
export function rowHash(projection: AnyProjection, row: Record<string, unknown>): string {
  let text = '';
  for (const field of hashedFields(projection)) {
    const value = row[field];
    text += `${typeof value === 'string' ? JSON.stringify(value) : canonicalJson(value)}\n`;
  }
  return hash('sha256', text, 'hex').slice(0, 32);
}

const fieldsOf = new WeakMap<AnyProjection, readonly string[]>();

function hashedFields(projection: AnyProjection): readonly string[] {
  let fields = fieldsOf.get(projection);
  if (fields === undefined) {
    const places = new Set(projection.places);
    fields = Object.keys(projection.columns)
      .filter((field) => !places.has(field))
      .sort();
    fieldsOf.set(projection, fields);
  }
  return fields;
}

/** The hash of a table is the sum of its rows' hashes: a changed row takes the old one away and adds the new one. */
export class HashSum {
  #sum: bigint;
  constructor(hex: string) {
    this.#sum = BigInt(`0x${hex}`);
  }
  add(hex: string): void {
    this.#sum = (this.#sum + BigInt(`0x${hex}`)) % modulus;
  }
  take(hex: string): void {
    this.#sum = (this.#sum - BigInt(`0x${hex}`) + modulus) % modulus;
  }
  toString(): string {
    return this.#sum.toString(16).padStart(32, '0');
  }
}
