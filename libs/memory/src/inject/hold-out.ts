import { createHash } from 'node:crypto';

/** One session in so many is told nothing, so that it can be seen whether telling helps. */
export const heldOutOneIn = 10;

const spread = 40_503;
const hexDigitsMax = 7;

/**
 * Whether a session is held out: it is told nothing on any surface, for comparison. A pure function of the project and the
 * session's id (`claude-code:…`; the part behind the colon counts), the same for ever. Where that part ends in hexadecimal
 * digits, as in UUIDs, it is a sum that a shell can do with the `holdOutSalt` alone; else it takes a hash.
 */
export function heldOut(project: string, session: string): boolean {
  const native = session.slice(session.indexOf(':') + 1);
  const tail = /[0-9a-f]*$/.exec(native)![0].slice(-hexDigitsMax);
  const salt = holdOutSalt(project);
  const drawn = tail === '' ? hashOf(native) : Number.parseInt(tail, 16);
  return Math.floor((drawn * spread + salt) / 16) % heldOutOneIn === 0;
}

/** What makes the draw differ from project to project: from 0 to 65,535. */
export function holdOutSalt(project: string): number {
  return hashOf(project) & 0xffff;
}

/** 28 bits, as many as seven hexadecimal digits. */
function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) >>> 4;
}
