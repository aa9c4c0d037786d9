import { eventId } from '@hookline/schemas';
import type { MemoryKind } from './kinds.ts';

/** A JSON value. Numbers are finite; nothing is undefined. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * One derived statement. It is a pure fold of what was observed and what people decided: the same facts give the same
 * memory in whatever order and batches they came. Times are RFC 3339 in UTC with milliseconds.
 */
export interface Memory {
  /** `mem_` and a hash of kind, home scope and what it is about: the same memory for ever. */
  readonly id: string;
  readonly kind: MemoryKind;
  /** Where it holds, see `scopeText`. A person may have moved it away from where it was observed (`home`). */
  readonly scope: string;
  readonly home: string;
  /** The project it was observed in. */
  readonly project: string;
  /** What it is about, canonical: a command's key, a path, an error signature ... */
  readonly about: string;
  /** At most 80 characters. */
  readonly title: string;
  /** At most 240 characters: rendered from `details`, with counts and dates; or as a person edited it. */
  readonly statement: string;
  /** True where a person wrote the statement. */
  readonly edited: boolean;
  /** What the deriver of the kind says, see its `Details`. */
  readonly details: Json;
  readonly status: MemoryStatus;
  /** Why it has this status: `support`, `too-little-support`, `needs-review`, `curated`, `contradicted`, `superseded`, `gone`, `harmful`. */
  readonly reason: string;
  readonly pinned: boolean;
  readonly origin: MemoryOrigin;
  /** Whose words it holds. */
  readonly trust: MemoryTrust;
  readonly support: { readonly events: number; readonly sessions: number; readonly actors: number };
  readonly contradicted: number;
  readonly helpful: number;
  readonly harmful: number;
  readonly ignored: number;
  /** From 0 to 1. */
  readonly confidence: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** World time it holds from; until then another one held, or nothing did. */
  readonly validFrom: string;
  /** World time it held to, where it holds no longer. */
  readonly validTo?: string;
  readonly supersededBy?: string;
  /** Log time: the first and the last position it was made of, and up to 23 of them: the first three, the last twenty. */
  readonly positions: { readonly from: number; readonly to: number; readonly evidence: readonly number[] };
  /** Paths it stands on, relative to the repository. */
  readonly anchors: readonly string[];
  /** More words it is found by. */
  readonly keywords: string;
}

export type MemoryStatus = 'proposed' | 'active' | 'retired';
export type MemoryOrigin = 'counter' | 'pattern' | 'explicit' | 'model' | 'person';
export type MemoryTrust = 'user' | 'agent' | 'tool' | 'external';

export const titleLengthMax = 80;
export const statementLengthMax = 240;

/** The id of the memory of a kind about something, observed in a scope. */
export function memoryId(kind: MemoryKind, home: string, about: string): string {
  return `mem_${eventId('memory', kind, home, about)}`;
}

/** So much of an id is shown to agents, and is enough to find the memory again: `mem_` and eight characters. */
export function shortId(memory: string): string {
  return `mem_${memory.replace(/^mem_/, '').slice(0, 8)}`;
}

/** The text on one line, at most so many characters, with a mark where it was cut. */
export function oneLine(text: string, lengthMax: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= lengthMax ? line : `${line.slice(0, lengthMax - 1).trimEnd()}…`.toWellFormed();
}
