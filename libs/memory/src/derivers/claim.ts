import { stripEcho } from '@hookline/harnesses';
import { quoted } from '../words/quoted.ts';
import { subjectOf } from './subject.ts';

const statementMax = 200;

/** Kinds whose memories are what somebody said in so many words. */
export type ClaimedKind = 'directive' | 'decision' | 'preference' | 'fact' | 'procedure';

/** One statement of somebody about something. */
export interface Claim {
  readonly statement: string;
  /** Whose words: those of a person who meant to be remembered, of an agent, of a file an agent wrote, or a model's reading. */
  readonly by: 'person' | 'agent' | 'model';
  readonly how: 'remembered' | 'prompt' | 'file' | 'extracted';
  readonly at: string;
  readonly position: number;
  readonly why: string | null;
  readonly files: readonly string[];
  readonly confidence: number;
}

/** A claim with what it is about and where it holds. */
export interface Claimed {
  readonly about: string;
  readonly scope: 'session' | 'person' | 'project';
  readonly claim: Claim;
}

export type ClaimData = {
  readonly claims: readonly { readonly [name in keyof Claim]: Claim[name] }[];
  /** When another subject was said to take the place of this one, by a model. */
  readonly replaced: string | null;
};

export type ClaimDetails = {
  readonly statement: string;
  readonly by: Claim['by'];
  readonly how: Claim['how'];
  readonly why: string | null;
  /** Everything that was claimed of it, the latest first, with the world time each held. Lower words never end higher ones. */
  readonly claims: readonly {
    readonly statement: string;
    readonly by: Claim['by'];
    readonly how: Claim['how'];
    readonly session: string;
    readonly actor: string | null;
    readonly position: number;
    readonly validFrom: string;
    readonly validTo: string | null;
  }[];
};

/** What a statement is about: as it was said, else what its words name. */
export function keyOf(about: string | undefined, statement: string): string {
  const given = about === undefined ? '' : quoted(about, 200).toLowerCase();
  return given === '' ? subjectOf(statement) : given;
}

/** The words as they may be shown: on one line, without markup, and without a block of ours that somebody made up. */
export function clean(statement: string): string {
  return quoted(stripEcho(statement), statementMax);
}

/** Claims in order of world time, then of the log. */
export function byTime(a: Claim, b: Claim): number {
  return a.at < b.at ? -1 : a.at > b.at ? 1 : a.position - b.position;
}
