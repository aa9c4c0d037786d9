import type { DataOf } from '@hookline/schemas';
import type { Hold, SessionNotes, Write } from './board.ts';

export type ConflictData = DataOf<'conflict.detected'>;
export type Side = ConflictData['sides'][number];

/** Who the two are, whichever comes first: sessions that wrote, or `claim:` and the claim by which somebody holds it. */
export function pairOf(one: string, other: string): string {
  return one < other ? `${one}\n${other}` : `${other}\n${one}`;
}

/** The pair of a conflict that the log tells of. */
export function pairOfTold({ why, sides }: Pick<ConflictData, 'why' | 'sides'>): string {
  const [one, other] = sides as [Side, Side];
  return pairOf(one.session ?? '-', why === 'claimed' ? `claim:${other.claim}` : (other.session ?? '-'));
}

export function sideOfWrite(write: Write, hold: Hold | undefined): Side {
  return {
    session: write.session,
    position: write.firstPosition,
    time: write.firstTime,
    ...(write.call !== undefined && { call: write.call }),
    ...notesShown(write.notes),
    ...(hold !== undefined && { holder: hold.holder, claim: hold.claim }),
  };
}

export function sideOfHold(hold: Hold, notes: SessionNotes | undefined): Side {
  return {
    ...(hold.session !== undefined && { session: hold.session }),
    ...(hold.position !== undefined && { position: hold.position }),
    time: hold.time,
    ...(notes !== undefined && notesShown(notes)),
    ...{ holder: hold.holder, claim: hold.claim },
  };
}

function notesShown({ intent, intentTrust, actor, branch, folder, host }: SessionNotes) {
  return {
    ...(actor !== undefined && { actor }),
    ...(branch !== undefined && { branch }),
    ...(folder !== undefined && { folder }),
    ...(host !== undefined && { host }),
    ...(intent !== undefined && { intent }),
    ...(intentTrust !== undefined && { intentTrust }),
  };
}

interface Found {
  readonly conflict: string;
  readonly path: string;
  readonly why: ConflictData['why'];
  /** Of the session whose write made it a conflict. */
  readonly own: Side;
  readonly other: Side;
}

/** What is said of a conflict: of two that wrote, the one that wrote first comes first; a mere holder comes last. */
export function toldOf({ conflict, path, why, own, other }: Found): ConflictData {
  const sides = why === 'both-wrote' && (other.position ?? 0) < (own.position ?? 0) ? [other, own] : [own, other];
  const sameFolder =
    own.folder !== undefined &&
    own.folder === other.folder &&
    (own.host === undefined || other.host === undefined || own.host === other.host);
  return { conflict, path, why, sides, sameFolder };
}
