import type { IconName } from '../parts/icon.tsx';

/** The pages that stand in the menu, in its order, each with the keys that go there. */
export const places = [
  { to: '/', label: 'Now', icon: 'now', keys: ['g n'], goTo: 'Go to what happens now' },
  { to: '/search', label: 'Search', icon: 'search', keys: ['g s'], goTo: 'Go to the search' },
  { to: '/files', label: 'Files', icon: 'folder', keys: ['g f'], goTo: 'Go to the files' },
  { to: '/memory', label: 'Memory', icon: 'memory', keys: ['g m'], goTo: 'Go to the memory' },
  { to: '/rules', label: 'Rules', icon: 'rule', keys: ['g r'], goTo: 'Go to the rules' },
  { to: '/work', label: 'Work', icon: 'work', keys: ['g w'], goTo: 'Go to the work' },
  { to: '/costs', label: 'Costs', icon: 'money', keys: ['g c'], goTo: 'Go to the costs' },
  { to: '/compare', label: 'Compare', icon: 'compare', keys: ['g v'], goTo: 'Go to the comparison' },
  { to: '/status', label: 'Status', icon: 'status', keys: ['g t'], goTo: 'Go to the status' },
] as const satisfies readonly { icon: IconName; [field: string]: unknown }[];

/** Pages within a place of the menu that have keys of their own. */
export const withinPlaces = [
  { to: '/work/approvals', keys: ['g a'], goTo: 'Go to what waits for approval' },
  { to: '/work/claims', keys: ['g l'], goTo: 'Go to the claims' },
  { to: '/work/conflicts', keys: ['g x'], goTo: 'Go to the conflicts' },
] as const;
