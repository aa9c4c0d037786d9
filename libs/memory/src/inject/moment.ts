/** Where an agent can be told something. */
export type Surface = 'session-start' | 'prompt' | 'before-edit' | 'before-command' | 'after-failure';

export const surfaces: readonly Surface[] = [
  'session-start',
  'prompt',
  'before-edit',
  'before-command',
  'after-failure',
];

/** What a session was told so far. After a compaction the agent has forgotten it, but not what it cost. */
export interface ToldBefore {
  readonly memories: ReadonlySet<string>;
  readonly tokens: number;
}

/** A moment at which something may be told. Paths are relative to the repository. */
export type Moment = { readonly told: ToldBefore; readonly nowMs: number } & (
  | { readonly surface: 'session-start' }
  | { readonly surface: 'prompt'; readonly text: string }
  | { readonly surface: 'before-edit'; readonly paths: readonly string[] }
  | { readonly surface: 'before-command'; readonly command: string }
  | { readonly surface: 'after-failure'; readonly error: string }
);

/** What is told. */
export interface Injection {
  readonly surface: Surface;
  readonly text: string;
  /** Whole ids. */
  readonly memories: readonly string[];
  readonly tokens: number;
  /** What called for it: a path, a command, an error signature; in the words of the memory. */
  readonly about?: string;
  /** What was found as well and left out: `budget`, `repeated`, `floor` (not alike enough), `support` (seen too seldom). At most 20. */
  readonly dropped: readonly { readonly memory: string; readonly reason: string }[];
}

/** Most tokens on a surface at once. */
export const surfaceTokensMax: Readonly<Record<Surface, number>> = {
  'session-start': 600,
  prompt: 350,
  'before-edit': 120,
  'before-command': 80,
  'after-failure': 150,
};

/** Most tokens in a session, over all surfaces. */
export const sessionTokensMax = 1_500;
