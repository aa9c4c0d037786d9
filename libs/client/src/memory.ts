import type { z } from 'zod';
import type { QueryValue, RequestOptions } from './connection.ts';
import {
  type LikelyFile,
  type Memory,
  memoryShapes,
  type Recalled,
  type Said,
  type WhyMemory,
} from './memory-shapes.ts';

/** What to look for, and from where: nothing is told that does not hold for that project, session and person. */
export interface RecallQuery {
  /** Words; may be empty where one of the lists below is not. */
  readonly query: string;
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  readonly actor?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  /** Paths relative to the repository. */
  readonly files?: readonly string[] | undefined;
  readonly commands?: readonly string[] | undefined;
  /** Error texts as they were printed. */
  readonly errors?: readonly string[] | undefined;
  /** Ids of linters' and compilers' rules. */
  readonly violations?: readonly string[] | undefined;
  /** Hits; default 10. */
  readonly limit?: number | undefined;
  /** Tokens that titles and statements may take together; default 600. */
  readonly tokens?: number | undefined;
}

/** Some work that is to be done in a project. */
export interface FilesQuery {
  readonly prompt: string;
  /** Needed where the token is not of one project. */
  readonly project?: string | undefined;
  /** Whose own sessions count most. */
  readonly actor?: string | undefined;
  /** At most 50; default 5. */
  readonly limit?: number | undefined;
}

/** Something to remember in so many words. A later statement `about` the same thing takes the place of this one. */
export interface ToRemember {
  readonly statement: string;
  readonly as: 'directive' | 'decision' | 'preference' | 'procedure' | 'fact';
  readonly about?: string | undefined;
  readonly scope: 'session' | 'person' | 'project';
  readonly project?: string | undefined;
  readonly session?: string | undefined;
  /** Whose it is, for the scope `person`. */
  readonly actor?: string | undefined;
  readonly files?: readonly string[] | undefined;
  readonly why?: string | undefined;
  /** Whose words they are; what an agent asks for is proposed only. Default: whoever the token is of. */
  readonly by?: 'person' | 'agent' | undefined;
}

export interface MemoryVerdict {
  readonly verdict: 'helpful' | 'harmful';
  readonly note?: string | undefined;
  readonly session?: string | undefined;
  readonly by?: 'person' | 'agent' | undefined;
}

/** What a person decides about a memory. */
export interface MemoryDecision {
  readonly action: 'approve' | 'reject' | 'retire' | 'restore' | 'edit' | 'pin' | 'unpin' | 'merge' | 'move';
  readonly reason?: string | undefined;
  /** For `edit`. */
  readonly statement?: string | undefined;
  /** For `merge`: the memory that takes its place. */
  readonly into?: string | undefined;
  /** For `move`. */
  readonly scope?: string | undefined;
}

/** What can be asked of, and told to, the memory of the bus. Ids may be whole, or as agents see them: `mem_` and 8 characters. */
export interface MemoryCalls {
  /** What is known that matters here, the best first. */
  recall(query: RecallQuery, options?: CallOptions): Promise<Recalled>;
  /** The files that some work is likely to change, the likeliest first, by what similar work changed. */
  recallFiles(query: FilesQuery, options?: CallOptions): Promise<LikelyFile[]>;
  /** What was said in the event at this position, whole: hits of the kind `said` have such positions in their ids. */
  said(position: number, options?: CallOptions): Promise<Said>;
  /** Memories, a page at a time behind the scenes. Queries: `project`, `scope`, `kind`, `status`, `q`, `at` ... */
  memories(query?: Readonly<Record<string, QueryValue>>): AsyncGenerator<Memory>;
  /** One memory; with `at`, as it was believed when the log had come to that position. */
  memory(id: string, options?: CallOptions & { at?: number }): Promise<Memory>;
  /** One memory with the events it came from, what was decided about it, and where it was shown. */
  whyMemory(id: string, options?: CallOptions): Promise<WhyMemory>;
  /** Resolves with the position of the event; the memory follows when it was folded. */
  remember(what: ToRemember, options?: CallOptions): Promise<{ position: number }>;
  /** Says whether a memory helped. */
  judge(id: string, verdict: MemoryVerdict, options?: CallOptions): Promise<{ position: number }>;
  /** Approves, rejects, edits ... as a person: it needs a token that may. */
  decide(id: string, decision: MemoryDecision, options?: CallOptions): Promise<{ position: number }>;
}

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Asks the bus and checks the answer. */
export type Ask = <Shape extends z.ZodType>(
  method: string,
  path: string,
  options: RequestOptions & { schema: Shape },
) => Promise<z.infer<Shape>>;

/** The calls, made through `ask`, which checks answers. */
export function memoryCalls(ask: Ask): MemoryCalls {
  const pathOf = (id: string, part = '') => `/v1/memory/${encodeURIComponent(id)}${part}`;
  const post = (path: string, body: object, options?: CallOptions) =>
    ask('POST', path, { ...options, body, schema: memoryShapes.stored });
  return {
    recall: (query, options) => ask('POST', '/v1/recall', { ...options, body: query, schema: memoryShapes.recalled }),
    recallFiles: async (query, options) =>
      (await ask('POST', '/v1/recall/files', { ...options, body: query, schema: memoryShapes.likelyFiles })).files,
    said: (position, options) => ask('GET', `/v1/memory/said/${position}`, { ...options, schema: memoryShapes.said }),
    async *memories(query = {}) {
      let cursor: string | undefined;
      do {
        const page = await ask('GET', '/v1/memory', { query: { ...query, cursor }, schema: memoryShapes.memoryPage });
        yield* page.memories;
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
    },
    memory: (id, { at, ...options } = {}) =>
      ask('GET', pathOf(id), { ...options, query: { at }, schema: memoryShapes.memory }),
    whyMemory: (id, options) => ask('GET', pathOf(id, '/why'), { ...options, schema: memoryShapes.whyMemory }),
    remember: (what, options) => post('/v1/memory/remember', what, options),
    judge: (id, verdict, options) => post(pathOf(id, '/verdicts'), verdict, options),
    decide: (id, decision, options) => post(pathOf(id, '/decisions'), decision, options),
  };
}
