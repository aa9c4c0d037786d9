import { createHash } from 'node:crypto';
import { type BodyRef, bodyRef } from '@hookline/schemas';
import { headOf, tailOf } from './cut-text.ts';

export interface BodyLimits {
  /** Strings longer than this in UTF-8 leave the event. */
  readonly stringBytesMax: number;
  /** What the data may take as JSON in UTF-8. */
  readonly dataBytesMax: number;
  /** Whether a top-level field may hold any JSON, so that a reference may stand for all of it. Default: none may. */
  readonly isJson?: (field: string) => boolean;
}

/** A reference to JSON text instead of plain text: reading parses it. Only in fields that may hold any JSON. */
export type JsonBodyRef = BodyRef & { readonly media: 'application/json' };

interface PlannedBody {
  readonly ref: string;
  readonly text: string;
}

export interface BodyPlan {
  /** The data with references in place of what left it; the same object when nothing did. */
  readonly data: Record<string, unknown>;
  /** What has to be in the body store before the event is published. */
  readonly bodies: readonly PlannedBody[];
  /** What the data takes as JSON in UTF-8. More than the limit when even references did not make it fit. */
  readonly bytes: number;
}

/** More leaves than this are not taken out one by one to make an event fit. */
const leavesTakenMax = 256;
/** Shorter strings than this are not worth a reference. */
const leafBytesMin = 1024;
/** Characters of a text shown at either end of a reference to it. */
const edgeChars = 200;

/**
 * Decides which parts of an event's data go to the body store. First every string over `stringBytesMax`; when the
 * rest is still too large, the longest strings, one by one; then whole fields that may hold any JSON, largest first.
 */
export function planBodies(data: Record<string, unknown>, limits: BodyLimits): BodyPlan {
  const bodies = new Map<string, string>();
  const take = (text: string): BodyRef => {
    const reference = referenceTo(text);
    bodies.set(reference.body, text);
    return reference;
  };
  const planned = (result: Record<string, unknown>, bytes: number): BodyPlan => ({
    data: result,
    bodies: Array.from(bodies, ([ref, text]) => ({ ref, text })),
    bytes,
  });

  const isLong = (text: string): boolean => isLonger(text, limits.stringBytesMax);
  let result = mapStrings(data, (text) => (isLong(text) ? take(text) : text)) as Record<string, unknown>;
  let bytes = jsonBytes(result);
  if (bytes <= limits.dataBytesMax) return planned(result, bytes);

  const leaves = new Set(longestLeaves(result, bytes - limits.dataBytesMax));
  if (leaves.size > 0) {
    result = mapStrings(result, (text) => (leaves.has(text) ? take(text) : text)) as Record<string, unknown>;
    bytes = jsonBytes(result);
  }

  for (const [field, fieldBytes] of jsonFields(result, limits.isJson)) {
    if (bytes <= limits.dataBytesMax) break;
    const reference: JsonBodyRef = { ...take(JSON.stringify(data[field])), media: 'application/json' };
    result = { ...result, [field]: reference };
    bytes += jsonBytes(reference) - fieldBytes;
  }
  return planned(result, bytes);
}

function referenceTo(text: string): BodyRef {
  const bytes = Buffer.from(text, 'utf8');
  return {
    body: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    bytes: bytes.length,
    head: headOf(text, edgeChars),
    tail: tailOf(text, edgeChars),
  };
}

export function isBodyRef(value: unknown): value is BodyRef | JsonBodyRef {
  if (typeof value !== 'object' || value === null || !('body' in value) || !('tail' in value)) return false;
  const { media, ...reference } = value as JsonBodyRef;
  return (media === undefined || media === 'application/json') && bodyRef.safeParse(reference).success;
}

/** A copy with every string leaf replaced; what did not change stays the same object. References are left alone. */
function mapStrings(value: unknown, replace: (text: string) => unknown): unknown {
  if (typeof value === 'string') return replace(value);
  if (typeof value !== 'object' || value === null || isBodyRef(value)) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    value.forEach((item, index) => {
      const mapped = mapStrings(item, replace);
      if (mapped === item) return;
      copy ??= [...value];
      copy[index] = mapped;
    });
    return copy ?? value;
  }
  const entries = Object.entries(value);
  const mapped = entries.map(([, item]) => mapStrings(item, replace));
  if (entries.every(([, item], index) => item === mapped[index])) return value;
  return Object.fromEntries(entries.map(([key], index) => [key, mapped[index]]));
}

function longestLeaves(data: Record<string, unknown>, excessBytes: number): string[] {
  const leaves: { text: string; bytes: number }[] = [];
  mapStrings(data, (text) => {
    const bytes = text.length >= leafBytesMin / 3 ? jsonBytes(text) : 0;
    if (bytes >= leafBytesMin) leaves.push({ text, bytes });
    return text;
  });
  leaves.sort((a, b) => b.bytes - a.bytes);
  const taken: string[] = [];
  let freed = 0;
  for (const { text, bytes } of leaves.slice(0, leavesTakenMax)) {
    if (freed >= excessBytes) break;
    const gain = bytes - jsonBytes(referenceTo(text));
    if (gain <= 0) continue;
    taken.push(text);
    freed += gain;
  }
  return taken;
}

function jsonFields(data: Record<string, unknown>, isJson: BodyLimits['isJson']): [field: string, bytes: number][] {
  return Object.keys(data)
    .filter((field) => isJson?.(field) && !isBodyRef(data[field]))
    .map((field): [string, number] => [field, jsonBytes(data[field])])
    .filter(([, bytes]) => bytes >= leafBytesMin)
    .sort((a, b) => b[1] - a[1]);
}

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

function isLonger(text: string, bytesMax: number): boolean {
  return text.length > bytesMax || (text.length * 3 > bytesMax && Buffer.byteLength(text) > bytesMax);
}
