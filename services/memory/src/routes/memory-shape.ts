import { z } from '@hono/zod-openapi';
import { ApiError, notFound } from '@hookline/http';
import { findDeriver, kindFacts, type Memory, memoryKindNames, shortId, statusAt } from '@hookline/memory';
import { findMemory, lastDecisions, type MemoryReader } from '@hookline/recall';
import { explanationOf } from './explain.ts';
import type { RouteParts } from './parts.ts';

const status = z.enum(['proposed', 'active', 'retired']);

export const memoryShape = z
  .object({
    id: z.string(),
    shortId: z.string().openapi({ description: 'As agents are shown it; enough to name it by' }),
    kind: z.enum(memoryKindNames as [string, ...string[]]),
    label: z.string().openapi({ description: 'The kind as people read it' }),
    project: z.string(),
    scope: z.string().openapi({ description: 'Where it holds', example: 'project:github.com/acme/shop' }),
    home: z.string().openapi({ description: 'Where it was observed; a person may have moved it' }),
    about: z.string().openapi({ description: 'What it is about: one memory per kind, home and subject' }),
    title: z.string(),
    statement: z.string().openapi({ description: 'The memory in one line, as people and agents read it' }),
    edited: z.boolean().openapi({ description: 'True where a person wrote the statement' }),
    details: z.unknown().openapi({ description: 'What the deriver of its kind says' }),
    status: status.openapi({ description: 'As it was folded' }),
    statusNow: status.openapi({ description: 'As it is now: an unrefreshed memory of some kinds retires by itself' }),
    reason: z.string().openapi({ example: 'support' }),
    explanation: z.string().openapi({ description: 'Why it has its status, in one sentence' }),
    thresholds: z.string().optional().openapi({ description: 'What it takes to be told to agents' }),
    activates: z.enum(['itself', 'review']).optional(),
    pinned: z.boolean(),
    origin: z.enum(['counter', 'pattern', 'explicit', 'model', 'person']),
    trust: z.enum(['user', 'agent', 'tool', 'external']).openapi({ description: 'Whose words it holds' }),
    support: z.object({ events: z.int(), sessions: z.int(), actors: z.int() }),
    contradicted: z.int(),
    helpful: z.int(),
    harmful: z.int(),
    ignored: z.int(),
    confidence: z.number(),
    firstSeen: z.string(),
    lastSeen: z.string(),
    validFrom: z.string(),
    validTo: z.string().optional(),
    supersededBy: z.string().optional(),
    positions: z.object({ from: z.int(), to: z.int(), evidence: z.array(z.int()) }),
    evidence: z.int().openapi({ description: 'How many events it is made of' }),
    anchors: z.array(z.string()),
    lastDecision: z.int().nullable().openapi({ description: 'Position of the last thing a person decided about it' }),
  })
  .openapi('Memory');

export type ShownMemory = z.infer<typeof memoryShape>;

/** A memory as it is answered. `keywords` stay within: they are for finding, and repeat what sessions said. */
export function shownMemory(memory: Memory, lastDecision: number | undefined, nowMs: number): ShownMemory {
  const { keywords: _, positions, anchors, ...rest } = memory;
  const deriver = findDeriver(memory.kind);
  const statusNow = statusAt(memory, nowMs);
  return {
    ...rest,
    positions: { ...positions, evidence: [...positions.evidence] },
    anchors: [...anchors],
    shortId: shortId(memory.id),
    label: kindFacts(memory.kind).label,
    statusNow,
    explanation: explanationOf(memory, statusNow, deriver),
    ...(deriver !== undefined && { thresholds: deriver.thresholds, activates: deriver.activates }),
    evidence: memory.support.events,
    lastDecision: lastDecision ?? null,
  };
}

/** Several of them. */
export async function shownMemories({ db }: RouteParts, memories: readonly Memory[]): Promise<ShownMemory[]> {
  const decided = await lastDecisions(
    db,
    memories.map(({ id }) => id),
  );
  const nowMs = Date.now();
  return memories.map((memory) => shownMemory(memory, decided.get(memory.id), nowMs));
}

/** Throws a 403 where the memory is of another project, which lets it hold here: what it says is told, not where it comes from. */
export function mustBeOwn({ project }: MemoryReader, memory: Memory): void {
  if (project === undefined || memory.project === project) return;
  throw new ApiError(
    403,
    'forbidden',
    `${memory.id} is shared by another project: what it was before, and what it is made of, is for people of that project`,
  );
}

/** The memory somebody named by its id or the beginning of it. Throws a 404, or a 409 where several begin so. */
export async function memoryNamed({ db }: RouteParts, reader: MemoryReader, named: string): Promise<Memory> {
  const { memory, candidates } = await findMemory(db, reader, named);
  if (memory !== undefined) return memory;
  if (candidates.length > 1) {
    throw new ApiError(409, 'ambiguous', `${candidates.length} memories begin with ${JSON.stringify(named)}`, {
      issues: [...candidates],
      hint: 'give more characters of the id',
    });
  }
  throw notFound(
    `there is no memory ${JSON.stringify(named)}`,
    '`hookline memory list` shows those there are; the beginning of an id is enough from 6 characters on',
  );
}
