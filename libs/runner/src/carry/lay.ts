import { createHash } from 'node:crypto';
import { closeSync, constants, lstatSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Change, Left } from './changes.ts';
import { decide, type Found } from './plan.ts';

const comparedBytesMax = 64 * 1024 ** 2;

/** Gives the text that a path holds; undefined where it cannot be had. */
type Read = (path: string) => Promise<string | undefined>;

interface Laid {
  readonly paths: string[];
  readonly same: number;
  readonly left: Left[];
}

/**
 * Lays changes over a working tree that nobody works in yet. Only real files in real folders below it are touched: whatever
 * leads elsewhere is in the way. Stops where it is when the signal aborts.
 */
export async function layChanges(
  tree: string,
  changes: readonly Change[],
  read: Read,
  signal: AbortSignal,
): Promise<Laid> {
  const paths: string[] = [];
  const left: Left[] = [];
  let same = 0;
  for (const change of changes) {
    if (signal.aborted) break;
    const { path } = change;
    const decision = decide(change, foundAt(tree, path));
    if (decision === 'same') same += 1;
    else if (decision !== 'lay') left.push({ path, why: decision });
    else {
      const why = await lay(tree, change, read);
      if (why === undefined) paths.push(path);
      else left.push({ path, why });
    }
  }
  return { paths: paths.sort(), same, left };
}

async function lay(tree: string, { path, after }: Change, read: Read): Promise<string | undefined> {
  const file = join(tree, path);
  if (after.state === 'absent') {
    rmSync(file);
    return undefined;
  }
  const text = await read(path);
  if (text === undefined || hashOf(text) !== after.hash) return 'its text cannot be had any more';
  try {
    mkdirSync(dirname(file), { recursive: true });
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW } = constants;
    const opened = openSync(file, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0), 0o666);
    try {
      writeFileSync(opened, text);
    } finally {
      closeSync(opened);
    }
    return undefined;
  } catch (error) {
    // A name that is too long here, or no space.
    return `it cannot be written: ${(error as NodeJS.ErrnoException).code}`;
  }
}

function foundAt(tree: string, path: string): Found {
  const names = path.split('/');
  for (const [index] of names.entries()) {
    const at = names.slice(0, index + 1).join('/');
    const isLast = index === names.length - 1;
    const stat = lstatSync(join(tree, at), { throwIfNoEntry: false });
    if (stat === undefined) return { is: 'absent' };
    if (stat.isSymbolicLink()) return inTheWay(`${isLast ? 'it' : at} is a link here`);
    if (!isLast && !stat.isDirectory()) return inTheWay(`${at} is no folder here`);
    if (isLast && !stat.isFile()) return inTheWay('it is no file here');
    if (isLast && stat.size > comparedBytesMax) return inTheWay('it is too large here to be compared');
  }
  return { is: 'file', hash: hashOf(readFileSync(join(tree, path))) };
}

function inTheWay(what: string): Found {
  return { is: 'in the way', what };
}

function hashOf(content: string | Buffer): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
