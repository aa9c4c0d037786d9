/**
 * A place that keeps files by name. Names are relative, with slashes. A file is there whole or not at all; writing one
 * again replaces it.
 */
export interface ArchiveStore {
  /** The place as a person named it. */
  readonly where: string;
  /** Resolves once the file is durable there. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The file, or undefined when there is none of that name. */
  get(name: string): Promise<Uint8Array | undefined>;
  has(name: string): Promise<boolean>;
}

/** More than any file of an archive takes that is written here, in bytes. Larger ones are not read. */
export const fileBytesMax = 512 * 2 ** 20;

/** The place cannot be used: what was found there, or said by it, and what to do. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}

export function tooLarge(name: string, bytes: number): ArchiveError {
  return new ArchiveError(`${name} has ${bytes} bytes, expected at most ${fileBytesMax} in a file of an archive`);
}
