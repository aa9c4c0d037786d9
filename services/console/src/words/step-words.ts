/** How a step of a plan stands, in words. */
export const statusWords = {
  pending: 'To do',
  active: 'Doing',
  done: 'Done',
  cancelled: 'Cancelled',
  deleted: 'Removed',
  unknown: 'Unclear',
} as const;
