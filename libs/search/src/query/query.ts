/** Conditions on a session. A value matches as whole words of what it is compared with; with `=` before it, all of it. */
export type FilterName = 'person' | 'project' | 'harness' | 'model' | 'state' | 'session';

export interface ValueFilter {
  readonly name: FilterName;
  /** One of these. */
  readonly values: readonly FilterValue[];
  readonly not: boolean;
}

export interface FilterValue {
  readonly text: string;
  readonly exactly: boolean;
}

/** Active then or later, or before: a time or how long ago, as written. */
export interface TimeFilter {
  readonly name: 'since' | 'until';
  readonly time: string;
}

/** In US dollars. Sessions whose cost nobody knows are in none of the ranges. */
export interface CostFilter {
  readonly name: 'cost';
  readonly range: CostRange | 'known' | 'unknown';
}

export interface CostRange {
  readonly min?: number;
  readonly max?: number;
  /** Whether the ends themselves belong to it. */
  readonly open?: true;
}

export type Filter = ValueFilter | TimeFilter | CostFilter;

export const fileSteps = ['read', 'created', 'edited', 'deleted', 'touched'] as const;
export const callSteps = ['ran', 'passed', 'failed', 'denied', 'used', 'error'] as const;

/** Something a session did. Of files the value is a path, of calls a command, a tool (`used`) or an error. */
export type StepName = (typeof fileSteps)[number] | (typeof callSteps)[number];

export interface Step {
  readonly name: StepName;
  readonly value: string;
}

/** A word to look for; with a star, the beginning of one. */
export interface Word {
  readonly word: string;
  readonly start: boolean;
}

/** What is looked for. Every filter holds; every chain of steps happened, in its order; text is ranked by. */
export interface Query {
  readonly words: readonly Word[];
  /** Stand in the text of a session just so. */
  readonly phrases: readonly string[];
  /** Words and phrases that no part of the session may have. */
  readonly without: readonly string[];
  readonly filters: readonly Filter[];
  readonly chains: readonly (readonly Step[])[];
}

/** A query that says something that cannot be meant; `at` counts characters from 1. */
export class QueryError extends Error {
  override name = 'QueryError';
  readonly at: number;
  readonly hint: string;
  constructor(message: string, at: number, hint: string) {
    super(message);
    this.at = at;
    this.hint = hint;
  }
}
