/** What memories are made of: one event, cut down to what derivers read. JSON, at most about 10 KB. */
export type Fact = FactPlace & FactBody;

/** Where and when. `order` sorts the facts of one session as their source ordered them, ties by `position`. */
export interface FactPlace {
  readonly eventId: string;
  readonly position: number;
  readonly session: string;
  /** As the event said; `-` where it said none. */
  readonly project: string;
  readonly actor?: string;
  /** RFC 3339 in UTC with milliseconds, so that times compare as text. */
  readonly time: string;
  readonly order: string;
  /** `main`, or the harness's id of a subagent. */
  readonly agent: string;
  readonly turn?: string;
}

/** An effect of a call, as events name it. */
export interface FactEffect {
  readonly type: string;
  readonly object?: string;
  readonly program?: string;
}

export type FactBody =
  | {
      readonly type: 'session';
      readonly what: 'started' | 'resumed' | 'ended' | 'compacted';
      readonly harness?: string;
      readonly harnessVersion?: string;
      readonly branch?: string;
      readonly model?: string;
      /** The folder in which the session has its project, absolute. */
      readonly root?: string;
    }
  | { readonly type: 'prompt'; readonly by: 'person' | 'agent' | 'harness'; readonly text: string }
  | { readonly type: 'said'; readonly role: string; readonly text: string }
  | { readonly type: 'turn-ended'; readonly outcome: 'ended' | 'failed' | 'interrupted'; readonly text?: string }
  | {
      readonly type: 'call-started';
      readonly call: string;
      readonly tool: string;
      readonly mcpServer?: string;
      readonly effects: readonly FactEffect[];
      readonly description?: string;
    }
  | {
      readonly type: 'call-ended';
      readonly call: string;
      readonly tool: string;
      readonly mcpServer?: string;
      readonly effects: readonly FactEffect[];
      readonly outcome: 'ok' | 'failed' | 'invalid' | 'denied' | 'abandoned';
      /** What the tool printed or why it failed: the beginning and the end. Kept of shells and of failures only. */
      readonly text?: string;
      readonly signature?: string;
      readonly durationMs?: number;
      readonly exitCode?: number;
      readonly background?: boolean;
      /** Of a denied one: who denied it, and in which words. */
      readonly by?: string;
      readonly reason?: string;
    }
  | { readonly type: 'read'; readonly path: string; readonly call?: string }
  | {
      readonly type: 'wrote';
      readonly path: string;
      readonly call?: string;
      readonly how: 'create' | 'edit' | 'delete' | 'move';
      readonly from?: string;
      readonly linesAdded?: number;
      readonly linesRemoved?: number;
      /** Lines added to a file of instructions for agents (AGENTS.md, CLAUDE.md ...). Nothing else is kept of contents. */
      readonly instructions?: readonly string[];
    }
  | {
      readonly type: 'permission';
      readonly call?: string;
      readonly tool: string;
      readonly decision: 'allow' | 'deny' | 'ask' | 'defer';
      readonly by: string;
      readonly reason?: string;
    }
  | {
      readonly type: 'commit';
      readonly commit: string;
      readonly message: string;
      readonly files: readonly string[];
      readonly automatic: boolean;
    }
  | {
      readonly type: 'pull';
      readonly what: 'opened' | 'merged' | 'closed';
      readonly repository: string;
      readonly number: number;
      readonly title: string;
    }
  /** Tokens of one model call: everything it read, cached or not, and what it wrote. No step of a story. */
  | { readonly type: 'used'; readonly input: number; readonly output: number }
  | {
      readonly type: 'injected';
      readonly surface: string;
      /** Ids as they were shown: whole, or `mem_` and eight characters. */
      readonly memories: readonly string[];
      readonly tokens: number;
      readonly heldOut: boolean;
      readonly about?: string;
      /** The call it was told at. */
      readonly call?: string;
    }
  | {
      readonly type: 'remembered';
      readonly statement: string;
      readonly as: 'directive' | 'decision' | 'preference' | 'procedure' | 'fact';
      readonly about?: string | undefined;
      readonly scope: 'session' | 'person' | 'project';
      readonly by: 'person' | 'agent';
      readonly why?: string | undefined;
      readonly files?: readonly string[] | undefined;
    }
  | {
      readonly type: 'extracted';
      readonly extraction: string;
      readonly model: string;
      /** The session was read up to this position. */
      readonly to: number;
      /** What asking took, both ways together. */
      readonly tokens: number;
      readonly items: readonly ExtractedItem[];
    };

/** A memory a language model proposed, already checked: its quote stands in one of the events it cites. */
export interface ExtractedItem {
  readonly kind: 'decision' | 'directive' | 'preference' | 'procedure' | 'fact';
  readonly about: string;
  readonly statement: string;
  readonly why?: string | undefined;
  readonly evidence: readonly number[];
  readonly quote: string;
  readonly confidence: number;
  readonly supersedes?: string | undefined;
}
