import { join } from 'node:path';

/** Where things lie under a spool folder. The shims know the same names; changing one needs a new shim version. */
export interface SpoolLayout {
  /** The spool folder itself. */
  readonly folder: string;
  /** One file per captured payload. */
  readonly entries: string;
  /** Where an installation's own probe writes, so that it never becomes an event. */
  readonly probe: string;
  /** What could not be read, redacted, with the reason. */
  readonly rejected: string;
  /** One byte per entry ever rejected. */
  readonly rejectedCount: string;
  /** One byte per event a shim had to drop. */
  readonly dropped: string;
  /** While this exists, shims drop (and count) instead of writing. */
  readonly full: string;
}

export function spoolLayout(folder: string): SpoolLayout {
  return {
    folder,
    entries: join(folder, 'new'),
    probe: join(folder, 'probe'),
    rejected: join(folder, 'rejected'),
    rejectedCount: join(folder, 'rejected-count'),
    dropped: join(folder, 'dropped'),
    full: join(folder, 'full'),
  };
}
