import type { MemoryKind, PackEntry } from '@hookline/memory';
import { shortHash } from '@hookline/schemas';

/** A memory as the bus sends it to edges: active, seen in six sessions. */
export function packEntry(
  kind: MemoryKind,
  about: string,
  statement: string,
  more: Partial<PackEntry> = {},
): PackEntry {
  return {
    id: `mem_${shortHash(kind + about)}`,
    kind,
    about,
    scope: 'project',
    statement,
    trust: 'tool',
    sessions: 6,
    lastSeen: '2026-11-20T10:00:00.000Z',
    pinned: false,
    helpful: 0,
    harmful: 0,
    confidence: 0.9,
    ...(kind === 'command' && { purpose: 'test' }),
    anchors: [],
    words: '',
    ...more,
  };
}
