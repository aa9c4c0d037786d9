import { type KnownValue, matchKnown } from './known-values.ts';
import { LiteralScanner } from './literal-scanner.ts';
import { looksSecret } from './looks-secret.ts';
import { hasPrivate } from './private-text.ts';
import { findBrokenPrefixes } from './rules/broken-prefixes.ts';
import type { FoundRange } from './rules/finding-range.ts';
import { type PlaceEntry, placeEntries } from './rules/index.ts';

/** What a first look at a text gives. */
export interface Detection {
  ranges: FoundRange[];
  /** Secretlint should look too. */
  consult: boolean;
}

interface Entry extends PlaceEntry {
  known?: KnownValue;
}

/** What the place of a string says about it: it stands under a secret-like name. */
export interface NamedPlace {
  kind: 'password' | 'token';
  upper: boolean;
}

const SCHEME = /^(?:bearer|basic|token|digest|apikey)\s+/i;

/** Looks through texts for what our own rules know and for values known beforehand. */
export class Detector {
  readonly #scanner = new LiteralScanner<Entry>();
  readonly #known = new Map<KnownValue, Entry>();

  constructor() {
    for (const entry of placeEntries) this.#scanner.add(entry.literal, entry);
  }

  know(known: KnownValue): void {
    const entry = { literal: known.written, known };
    this.#known.set(known, entry);
    this.#scanner.add(known.written, entry);
  }

  forget(known: KnownValue): void {
    const entry = this.#known.get(known);
    if (entry === undefined) return;
    this.#known.delete(known);
    this.#scanner.delete(known.written, entry);
  }

  /** Undefined: nothing there. */
  look(text: string, place: NamedPlace | undefined): Detection | undefined {
    let detection = place === undefined ? undefined : lookAtValue(text, place);
    const scanner = this.#scanner;
    for (let start = scanner.next(text, 0); start >= 0; start = scanner.next(text, start + 1)) {
      for (const { rule, consult, known } of scanner.at(text, start)) {
        if (known !== undefined) {
          const range = matchKnown(text, start, known);
          if (range !== undefined) {
            detection ??= { ranges: [], consult: false };
            detection.ranges.push(range);
          }
        } else if (rule !== undefined) {
          const ranges = detection?.ranges ?? [];
          rule(text, start, ranges);
          if (detection === undefined && ranges.length > 0) detection = { ranges, consult: false };
        } else if (consult !== undefined && detection?.consult !== true) {
          consult.lastIndex = start;
          if (consult.test(text)) {
            detection ??= { ranges: [], consult: true };
            detection.consult = true;
          }
        }
      }
    }
    const ranges = detection?.ranges ?? [];
    findBrokenPrefixes(text, ranges);
    return detection ?? (ranges.length > 0 ? { ranges, consult: false } : undefined);
  }
}

const lookAtValue = (text: string, { kind, upper }: NamedPlace): Detection | undefined => {
  const start = SCHEME.exec(text)?.[0].length ?? 0;
  const secret = text.slice(start).trimEnd();
  if (!looksSecret(secret, { name: kind, place: upper ? 'environment' : 'literal' })) return undefined;
  if (secret.includes('«')) return undefined;
  return { ranges: [{ kind, start, end: start + secret.length, secret, doubt: 2 }], consult: false };
};

const ours = new Detector();

/** Whether a closer look at a text would be worth it. Never false for a text in which a rule can find something. */
export const mayContainSecret = (text: string): boolean => hasPrivate(text) || ours.look(text, undefined) !== undefined;
