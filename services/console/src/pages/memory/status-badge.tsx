import type { Memory } from '../../api/memory.ts';
import { Badge } from '../../parts/badge.tsx';

const badges = {
  active: { tone: 'good', icon: 'check', label: 'Active' },
  proposed: { tone: 'calm', icon: 'dots', label: 'Gathering' },
  review: { tone: 'warn', icon: 'hand', label: 'To review' },
  retired: { tone: 'calm', icon: 'barred', label: 'Retired' },
} as const;

/** How a memory stands: of those proposed, the ones that wait for a person are told apart. */
export function StatusBadge({ memory: { status, reason } }: { memory: Pick<Memory, 'status' | 'reason'> }) {
  return <Badge {...badges[status === 'proposed' && reason !== 'too-little-support' ? 'review' : status]} />;
}
