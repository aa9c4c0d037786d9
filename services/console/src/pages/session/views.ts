/** The tabs of a session, in their order. The first is the one that a URL without a tab means. */
export const tabNames = ['timeline', 'files', 'plan', 'agents', 'usage', 'about'] as const;
export type Tab = (typeof tabNames)[number];

/** What of a time line is shown. */
export const shows = [
  { value: 'all', label: 'Everything' },
  { value: 'calls', label: 'Calls' },
  { value: 'problems', label: 'Problems' },
  { value: 'talk', label: 'Conversation' },
] as const;
export type Show = (typeof shows)[number]['value'];

export const tabLabels: Readonly<Record<Tab, string>> = {
  timeline: 'Time line',
  files: 'Files',
  plan: 'Plan',
  agents: 'Agents',
  usage: 'Usage',
  about: 'About',
};

/** How a file can be looked at. The first is what a URL without a view means. */
export const fileViews = [
  { value: 'since-start', label: 'Since the start' },
  { value: 'since-turn', label: 'In this turn' },
  { value: 'content', label: 'Content' },
  { value: 'accesses', label: 'Accesses' },
] as const;
export type FileView = (typeof fileViews)[number]['value'];
