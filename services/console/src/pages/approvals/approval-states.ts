import type { ApprovalState } from '../../api/approvals.ts';
import type { Tone } from '../../parts/badge.tsx';
import type { IconName } from '../../parts/icon.tsx';

export const approvalStates: Readonly<Record<ApprovalState, { tone: Tone; icon: IconName; label: string }>> = {
  waiting: { tone: 'warn', icon: 'hand', label: 'Waits' },
  approved: { tone: 'good', icon: 'check', label: 'Approved' },
  rejected: { tone: 'bad', icon: 'cross', label: 'Rejected' },
  expired: { tone: 'calm', icon: 'barred', label: 'Expired' },
};

const vias: Readonly<Record<string, string>> = {
  console: 'in the console',
  api: 'by the command line or the api',
  link: 'by a signed link',
  nobody: 'nobody in time',
};

/** How a decision came. */
export function viaText(via: string): string {
  return vias[via] ?? via;
}
