import type { Checked } from './check.ts';
import type { Fault, Origin } from './source.ts';

/** The version of a rule that is in force. */
export interface Standing {
  readonly name: string;
  readonly version: string;
  readonly origin: string;
  readonly path: string | null;
}

/** What a source was found to hold; `unreadable` says in a sentence why nothing can be said of it. */
export interface Found {
  readonly origin: Origin;
  readonly name: string;
  has(path: string): boolean;
  readonly checked: readonly Checked[];
  readonly unreadable?: string | undefined;
}

/** A rule that may come into force. */
type Offer = Exclude<Checked, { readonly faults: unknown }>;

/** What follows for the rules in force. */
export interface Settled {
  /** In force from now on, by the file that holds the name; already there where `stands`. */
  readonly offered: readonly (Offer & { readonly stands: boolean })[];
  /** Stay as they stand, because their source or their file cannot be read now. */
  readonly kept: readonly string[];
  readonly withdrawn: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Decides which file holds which name. What stands keeps its name as long as its file is there, faulty or not; otherwise
 * the first file has it, in the order of the sources. Pure.
 */
export function settle(found: readonly Found[], standing: readonly Standing[]): Settled {
  const byName = new Map(standing.map((one) => [one.name, one]));
  const byFile = new Map(standing.map((one) => [fileOf(one.origin, one.path), one]));
  const kept = new Set<string>();
  const faults: Fault[] = [];
  const good: Offer[] = [];

  for (const { origin, name, has, checked, unreadable } of found) {
    if (unreadable !== undefined) {
      for (const one of standing) if (one.origin === origin && has(one.path ?? '')) kept.add(one.name);
      faults.push({ origin, path: null, rule: null, line: null, column: null, message: `${name}: ${unreadable}` });
    }
    for (const one of checked) {
      if (!('faults' in one)) good.push(one);
      else {
        const stands = byFile.get(fileOf(one.text.origin, one.text.path));
        if (stands !== undefined) kept.add(stands.name);
        faults.push(...one.faults.map((fault) => ({ ...fault, rule: stands?.name ?? null })));
      }
    }
  }

  const holders = new Map<string, Offer>();
  for (const one of good) {
    const stands = byName.get(one.rule.name);
    const holds = stands !== undefined && fileOf(stands.origin, stands.path) === fileOf(one.text.origin, one.text.path);
    if (holds || (!holders.has(one.rule.name) && !kept.has(one.rule.name))) holders.set(one.rule.name, one);
  }
  for (const one of good) {
    const holder = holders.get(one.rule.name);
    if (holder === one) continue;
    const by = holder?.text ?? byName.get(one.rule.name)!;
    faults.push({
      origin: one.text.origin,
      path: one.text.path,
      rule: one.rule.name,
      line: null,
      column: null,
      message: `there is a rule called ${one.rule.name} already, in ${by.path} (${by.origin}); the earlier one counts: rename one of the two`,
    });
  }
  return {
    offered: [...holders.values()].map((one) => ({
      ...one,
      stands: byName.get(one.rule.name)?.version === one.rule.version,
    })),
    kept: [...kept].filter((name) => !holders.has(name)),
    withdrawn: standing.map(({ name }) => name).filter((name) => !holders.has(name) && !kept.has(name)),
    faults,
  };
}

function fileOf(origin: string, path: string | null): string {
  return `${origin} ${path ?? ''}`;
}
