import { type Memory, type MemoryKind, memoryId, type SaidText } from '@hookline/memory';

export const nowMs = Date.UTC(2026, 10, 20);
export const shop = 'github.com/acme/shop';

/** A memory of the shop for tests: active, seen in three sessions the day before. */
export function someMemory(kind: MemoryKind, about: string, more: Partial<Memory> = {}): Memory {
  const home = more.home ?? `project:${shop}`;
  const time = '2026-11-19T10:00:00.000Z';
  return {
    id: memoryId(kind, home, about),
    kind,
    scope: home,
    home,
    project: shop,
    about,
    title: about,
    statement: about,
    edited: false,
    details: {},
    status: 'active',
    reason: 'support',
    pinned: false,
    origin: 'counter',
    trust: 'tool',
    support: { events: 3, sessions: 3, actors: 1 },
    contradicted: 0,
    helpful: 0,
    harmful: 0,
    ignored: 0,
    confidence: 0.8,
    firstSeen: time,
    lastSeen: time,
    validFrom: time,
    positions: { from: 1, to: 9, evidence: [1, 9] },
    anchors: [],
    keywords: '',
    ...more,
  } as Memory;
}

/** Something a person said in the shop. */
export function someSaid(position: number, text: string, more: Partial<SaidText> = {}): SaidText {
  return { position, project: shop, actor: 'ada', time: '2026-11-19T10:00:00.000Z', by: 'person', text, ...more };
}
