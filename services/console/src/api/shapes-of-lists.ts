export type { SessionBrief } from '@hookline/projections';

/** What narrows most lists; nothing means all. */
export interface Scope {
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  readonly model?: string | undefined;
}
