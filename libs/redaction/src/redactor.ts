import { isBroken, listsIn, markStrings, replaceLists } from './broken-lists.ts';
import { Detector, type NamedPlace } from './detector.ts';
import { eachString, mapStrings } from './json-strings.ts';
import { FoundValues, spellings } from './known-values.ts';
import { isDistinctive } from './looks-secret.ts';
import { createMarker, PRIVATE_MARK } from './mark.ts';
import { hasPrivate, privateParts, withoutPrivate } from './private-text.ts';
import { replaceRanges, settle } from './ranges.ts';
import type { FoundRange } from './rules/finding-range.ts';
import { runSecretlint } from './secretlint.ts';

/** One secret found; says what and where, never the secret itself. */
export interface Finding {
  kind: string;
  /** JSON pointer into the redacted value. Of a key: its object, and `/`. */
  path: string;
  mark: string;
}

export interface Redacted<Value> {
  value: Value;
  findings: Finding[];
}

export interface RedactorOptions {
  /** The tenant's: equal secrets of one tenant get equal marks, those of two tenants do not. */
  key: Uint8Array | string;
  /** Values found literally wherever they stand, by the name of their variable. See `pickEnvironmentSecrets`. */
  environmentSecrets?: Readonly<Record<string, string>>;
  /** How many found secrets are remembered, so that their bare occurrences are found later. */
  rememberedMax?: number;
}

/**
 * Replaces the secrets in JSON values by marks. Remembers in memory what it found, so a secret that was seen once
 * beside its name is found again without it: keep one redactor per tenant and process.
 */
export interface Redactor {
  /** Never changes what it is given; parts without secrets are shared with the result. */
  redact<Value>(value: Value): Promise<Redacted<Value>>;
  /** As `redact`, for many values at once and in their order: much faster than one by one. */
  redactAll<Value>(values: readonly Value[]): Promise<Redacted<Value>[]>;
  redactText(text: string): Promise<string>;
}

/** A string in which something was found. */
interface Suspect {
  value: number;
  index: number;
  text: string;
  place: NamedPlace | undefined;
  marks: { kind: string; mark: string }[];
}

const REMEMBERED_MAX = 512;
const CLEAN_KEYS_MAX = 4096;
const ROUNDS_MAX = 4;
const KEY_LINE = /[A-Za-z0-9+/]{40,76}/g;
const KEY_LINES_MAX = 64;

export const createRedactor = (options: RedactorOptions): Redactor => {
  const mark = createMarker(options.key);
  const detector = new Detector();
  const foundValues = new FoundValues(options.rememberedMax ?? REMEMBERED_MAX);
  const cleanKeys = new Set<string>();

  for (const secret of Object.values(options.environmentSecrets ?? {})) {
    for (const written of spellings(secret)) detector.know({ kind: 'environment', written, secret });
  }

  const remember = (kind: string, secret: string): boolean => {
    const { added, forgotten } = foundValues.remember(kind, secret);
    if (forgotten !== undefined) detector.forget(forgotten);
    if (added === undefined) return false;
    detector.know(added);
    cleanKeys.clear();
    return true;
  };

  const rememberAll = (ranges: readonly FoundRange[], text: string): boolean => {
    let isNew = false;
    for (const { kind, start, end, secret, doubt } of ranges) {
      if (kind === 'private-key') {
        for (const [line] of [...text.slice(start, end).matchAll(KEY_LINE)].slice(0, KEY_LINES_MAX)) {
          if (isDistinctive(line)) isNew = remember(kind, line) || isNew;
        }
      } else if (doubt !== 1 && isDistinctive(secret)) {
        isNew = remember(kind, secret) || isNew;
      }
    }
    return isNew;
  };

  /** Strings worth a closer look, with their place in the values. */
  const suspectsIn = (values: readonly unknown[]): Suspect[] => {
    const suspects: Suspect[] = [];
    for (const [value, root] of values.entries()) {
      let index = 0;
      eachString(root, (text, place, isKey) => {
        const at = index++;
        if (isKey && cleanKeys.has(text)) return;
        const isPrivate = hasPrivate(text);
        if (isPrivate || (text.length >= 6 && detector.look(text, place) !== undefined)) {
          suspects.push({ value, index: at, text, place, marks: [] });
        } else if (isKey && text.length <= 64) {
          if (cleanKeys.size >= CLEAN_KEYS_MAX) cleanKeys.clear();
          cleanKeys.add(text);
        }
      });
    }
    return suspects;
  };

  /** The settled ranges of each suspect; remembers what they hold. */
  const rangesOf = async (suspects: readonly Suspect[]): Promise<{ ranges: FoundRange[][]; learned: boolean }> => {
    const detections = suspects.map(({ text, place }) => detector.look(text, place));
    const consulted = suspects.flatMap((_, at) => (detections[at]?.consult === true ? [at] : []));
    const secretlint = await runSecretlint(consulted.map((at) => (suspects[at] as Suspect).text));
    const byConsulted = new Map(consulted.map((at, position) => [at, secretlint[position]]));
    let learned = false;
    const ranges = suspects.map(({ text }, at) => {
      const settled = settle(text, [...(detections[at]?.ranges ?? []), ...(byConsulted.get(at) ?? [])]);
      learned = rememberAll(settled, text) || learned;
      return settled;
    });
    return { ranges, learned };
  };

  /** The values without the secrets that are broken over the strings of a list: each string alone would show nothing. */
  const mendLists = async <Value>(values: readonly Value[]): Promise<Redacted<Value>[]> => {
    const suspects = values.flatMap((value, at) => {
      return listsIn(value).flatMap((one) => (isSuspicious(one.text) ? { ...one, value: at } : []));
    });
    if (suspects.length === 0) return values.map((value) => ({ value, findings: [] }));
    const { ranges } = await rangesOf(
      suspects.map(({ value, text }) => ({ value, index: 0, text, place: undefined, marks: [] })),
    );
    const touched = new Set<number>();
    const mended = new Map<readonly unknown[], { list: string[]; marks: { kind: string; mark: string }[] }>();
    for (const [at, { value, list, text }] of suspects.entries()) {
      const parts = privateParts(text).map((part) => ({ ...part, kind: 'private', mark: PRIVATE_MARK }));
      const secrets = (ranges[at] ?? [])
        .filter((range) => !parts.some((part) => range.start < part.end && part.start < range.end))
        .map(({ start, end, kind, secret }) => ({ start, end, kind, mark: mark(kind, secret) }));
      const broken = [...parts, ...secrets].filter((range) => isBroken(text, range)).sort((a, b) => a.start - b.start);
      if (broken.length === 0) continue;
      touched.add(value);
      mended.set(list, { list: markStrings(list, broken), marks: broken });
    }
    return values.map((value, at) => {
      const findings: Finding[] = [];
      if (!touched.has(at)) return { value, findings };
      const replaced = replaceLists(value, (list, path) => {
        const found = mended.get(list);
        for (const { kind, mark } of found?.marks ?? []) findings.push({ kind, path, mark });
        return found?.list;
      });
      return { value: replaced as Value, findings };
    });
  };

  const isSuspicious = (text: string) => hasPrivate(text) || detector.look(text, undefined) !== undefined;

  const redactAll = async <Value>(given: readonly Value[]): Promise<Redacted<Value>[]> => {
    const mended = await mendLists(given);
    const redacted = await redactStrings(mended.map(({ value }) => value));
    return redacted.map(({ value, findings }, at) => ({ value, findings: [...mended[at]!.findings, ...findings] }));
  };

  const redactStrings = async <Value>(values: readonly Value[]): Promise<Redacted<Value>[]> => {
    let suspects = suspectsIn(values);
    if (suspects.length === 0) return values.map((value) => ({ value, findings: [] }));

    for (const suspect of suspects) takePrivate(suspect);
    if ((await rangesOf(suspects)).learned) {
      suspects = suspectsIn(values);
      for (const suspect of suspects) takePrivate(suspect);
    }
    // A mark changes what stands around it: look until nothing more is found.
    let open = suspects;
    for (let round = 0; round < ROUNDS_MAX && open.length > 0; round++) {
      const { ranges } = await rangesOf(open);
      open = open.filter((suspect, at) => replace(suspect, ranges[at] ?? [], mark));
    }
    return rebuild(values, suspects);
  };

  return {
    redactAll,
    async redact(value) {
      const [redacted] = await redactAll([value]);
      return redacted as Redacted<typeof value>;
    },
    async redactText(text) {
      const [redacted] = await redactAll([text]);
      return (redacted as Redacted<string>).value;
    },
  };
};

const takePrivate = (suspect: Suspect): void => {
  const text = withoutPrivate(suspect.text);
  if (text === suspect.text) return;
  suspect.text = text;
  suspect.marks.push({ kind: 'private', mark: PRIVATE_MARK });
};

const replace = (suspect: Suspect, ranges: readonly FoundRange[], mark: ReturnType<typeof createMarker>): boolean => {
  if (ranges.length === 0) return false;
  const replaced = replaceRanges(suspect.text, ranges, mark);
  suspect.text = replaced.text;
  suspect.marks.push(...replaced.marks);
  return true;
};

const rebuild = <Value>(values: readonly Value[], suspects: readonly Suspect[]): Redacted<Value>[] => {
  const changed = new Map<number, Map<number, Suspect>>();
  for (const suspect of suspects) {
    if (suspect.marks.length === 0) continue;
    const inValue = changed.get(suspect.value) ?? new Map<number, Suspect>();
    changed.set(suspect.value, inValue.set(suspect.index, suspect));
  }
  return values.map((value, at) => {
    const strings = changed.get(at);
    const findings: Finding[] = [];
    if (strings === undefined) return { value, findings };
    const redacted = mapStrings(value, (index, path) => {
      const suspect = strings.get(index);
      for (const { kind, mark } of suspect?.marks ?? []) findings.push({ kind, path, mark });
      return suspect?.text;
    });
    return { value: redacted as Value, findings };
  });
};
