import {
  chmodSync,
  chownSync,
  closeSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** Whom PostgreSQL runs as. Empty: as ourselves. */
export interface RunAs {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * PostgreSQL refuses to be root. As root it runs as the owner of its data, at first as the user
 * `hookline` if there is one, else as `nobody`.
 */
export function runAs(dataDir: string): RunAs {
  if (process.getuid?.() !== 0) return {};
  const owner = lstatSync(dataDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const user = unprivilegedUser(readFileSync('/etc/passwd', 'utf8'));
  if (!user) {
    throw new Error(
      'PostgreSQL refuses to run as root, and /etc/passwd has neither a user hookline nor nobody to run it as. Add one (useradd --system hookline), or start Hookline as another user.',
    );
  }
  return user;
}

/** The user `hookline`, else `nobody`, of a passwd file. */
export function unprivilegedUser(passwd: string): { uid: number; gid: number } | undefined {
  for (const wanted of ['hookline', 'nobody']) {
    for (const line of passwd.split('\n')) {
      const [name, , uid, gid] = line.split(':');
      if (name === wanted && Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
    }
  }
  return undefined;
}

/** An empty folder that belongs to that user alone. */
export function makeOwnFolder(path: string, { uid, gid }: RunAs): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

/** Gives data that came to belong to root, as after a restored backup, to the user who must read it. */
export function giveRootsDataTo(path: string, { uid, gid }: RunAs): void {
  if (uid === undefined || gid === undefined || lstatSync(path).uid !== 0) return;
  chmodSync(path, 0o700);
  lchownSync(path, uid, gid);
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) lchownSync(join(path, entry), uid, gid);
}

/** The data folder in the form in which a server's process can be told of it. */
export interface PassedFolder extends Disposable {
  /** What to call it on the process's command line. */
  readonly name: string;
  /** Descriptors the process must inherit, from `firstPassedFd` on. */
  readonly fds: readonly number[];
}

/** The number that the first inherited descriptor has, after input and outputs. */
export const firstPassedFd = 3;

/**
 * A process of another user gets the open folder instead of its path, and so needs no right to enter the
 * folders above it: the data may lie under root's own home.
 */
export function passFolder(path: string, { uid }: RunAs): PassedFolder {
  if (uid === undefined || process.platform !== 'linux') return { name: path, fds: [], [Symbol.dispose]() {} };
  const fd = openSync(path, 'r');
  return { name: `/proc/self/fd/${firstPassedFd}`, fds: [fd], [Symbol.dispose]: () => closeSync(fd) };
}
