import type { Access } from '../../api/files.ts';

/** What an access did, as a line begins with it. */
export const howNames: Readonly<Record<Access['how'], string>> = {
  read: 'Read',
  create: 'Created',
  edit: 'Edited',
  delete: 'Deleted',
  move: 'Moved',
  change: 'Changed on disk',
};
