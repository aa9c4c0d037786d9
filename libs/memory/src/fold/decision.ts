/** What a person, or an agent, decided about memories; from an event of the log. */
export type Decision = { readonly eventId: string; readonly position: number; readonly time: string } & (
  | {
      readonly type: 'curated';
      readonly memory: string;
      readonly action: 'approve' | 'reject' | 'retire' | 'restore' | 'edit' | 'pin' | 'unpin' | 'merge' | 'move';
      readonly by: string;
      readonly reason?: string;
      readonly statement?: string;
      readonly into?: string;
      readonly scope?: string;
      /** Position of the last event that the memory stood on as the person saw it. */
      readonly seen?: number;
    }
  | {
      readonly type: 'judged';
      readonly memory: string;
      readonly verdict: 'helpful' | 'harmful';
      readonly by: string;
      /** Of whoever judged; `-` where that is no one's. */
      readonly project?: string;
    }
  | {
      readonly type: 'revoked';
      readonly sessions: readonly string[];
      readonly actors: readonly string[];
      readonly undone: boolean;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly type: 'team'; readonly team: string; readonly projects: readonly string[] }
  | { readonly type: 'alias'; readonly alias: string; readonly project: string; readonly undone: boolean }
  | {
      readonly type: 'published';
      readonly memory: string;
      readonly name: string;
      readonly as: 'file' | 'branch';
      readonly path: string;
      readonly branch?: string;
      /** SHA-256 of the text that was handed over. */
      readonly hash: string;
      readonly by: string;
    }
);

/** How one injection of a memory went. */
export type UseOutcome = 'helpful' | 'harmful' | 'ignored';
