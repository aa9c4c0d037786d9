/** The tabs of a session, in their order. The first is the one that a URL without a tab means. */
export const tabNames = ['timeline', 'files', 'agents', 'usage', 'about'] as const;
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
  agents: 'Agents',
  usage: 'Usage',
  about: 'About',
};
