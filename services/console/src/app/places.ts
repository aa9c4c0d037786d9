import type { IconName } from '../parts/icon.tsx';

/** The pages that stand in the menu, in its order, each with the keys that go there. */
export const places = [
  { to: '/', label: 'Now', icon: 'now', keys: ['g n'], goTo: 'Go to what happens now' },
  { to: '/search', label: 'Search', icon: 'search', keys: ['g s'], goTo: 'Go to the search' },
  { to: '/files', label: 'Files', icon: 'folder', keys: ['g f'], goTo: 'Go to the files' },
  { to: '/memory', label: 'Memory', icon: 'memory', keys: ['g m'], goTo: 'Go to the memory' },
  { to: '/costs', label: 'Costs', icon: 'money', keys: ['g c'], goTo: 'Go to the costs' },
  { to: '/compare', label: 'Compare', icon: 'compare', keys: ['g v'], goTo: 'Go to the comparison' },
  { to: '/status', label: 'Status', icon: 'status', keys: ['g t'], goTo: 'Go to the status' },
] as const satisfies readonly { icon: IconName; [field: string]: unknown }[];
