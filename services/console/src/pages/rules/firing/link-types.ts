import type { LinkType } from '../../../api/firings.ts';
import type { IconName } from '../../../parts/icon.tsx';

/** What a link of the chain is, in a word, with its sign. */
export const linkTypes: Readonly<Record<LinkType, { readonly icon: IconName; readonly label: string }>> = {
  prompt: { icon: 'prompt', label: 'Prompt' },
  event: { icon: 'now', label: 'Event' },
  firing: { icon: 'rule', label: 'Rule fired' },
  work: { icon: 'work', label: 'Work item' },
  session: { icon: 'agent', label: 'Session' },
  verdict: { icon: 'verdict', label: 'Verdict' },
  message: { icon: 'message', label: 'Message' },
  approval: { icon: 'hand', label: 'Approval' },
  webhook: { icon: 'send', label: 'Webhook' },
  subject: { icon: 'send', label: 'Published' },
  claim: { icon: 'lock', label: 'Claim' },
};
