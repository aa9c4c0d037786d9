/** The parts of a rule's page; the first is what a URL without one means. */
export const ruleParts = [
  { value: 'firings', label: 'Firings' },
  { value: 'held', label: 'Why not' },
  { value: 'text', label: 'Text' },
  { value: 'tests', label: 'Tests' },
  { value: 'dry-run', label: 'Dry run' },
  { value: 'versions', label: 'Versions' },
] as const;

export type RulePart = (typeof ruleParts)[number]['value'];
