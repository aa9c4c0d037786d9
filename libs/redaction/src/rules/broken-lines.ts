import { isSeam, type JoinedText, joinFrom } from '../joined-text.ts';

const BROKEN_LENGTH_MAX = 4096;

/** What any token is made of: only where such a run reaches a seam can a token go on after it. */
const RUN = /[\w.+/=~:-]*/y;

export interface StickyMatch {
  value: string;
  end: number;
}

/**
 * Matches `shape` (sticky) at `start`, also when line breaks, line numbers or string concatenations stand inside.
 * What follows a mere line break belongs to the match only where it looks like the rest of a secret.
 */
export const matchBroken = (text: string, start: number, shape: RegExp): StickyMatch | undefined => {
  shape.lastIndex = start;
  const plain = shape.exec(text)?.[0];
  if (plain !== undefined && !isSeam(text, start + plain.length)) return plainMatch(plain, start);

  RUN.lastIndex = start;
  if (!isSeam(text, start + (RUN.exec(text)?.[0].length ?? 0))) return plainMatch(plain, start);
  const joined = joinFrom(text, start, BROKEN_LENGTH_MAX);
  if (joined.seams.length > 0) {
    shape.lastIndex = 0;
    const whole = shape.exec(joined.text)?.[0];
    const length = whole === undefined ? 0 : trustedLength(joined, whole, plain?.length);
    if (whole !== undefined && length > (plain?.length ?? 0)) {
      return { value: whole.slice(0, length), end: joined.originalEnd(length) };
    }
  }
  return plainMatch(plain, start);
};

const plainMatch = (plain: string | undefined, start: number): StickyMatch | undefined =>
  plain === undefined ? undefined : { value: plain, end: start + plain.length };

/** How much of a match over seams to believe: piece by piece, up to the first that reads like a new line of text. */
const trustedLength = (joined: JoinedText, whole: string, plainLength: number | undefined): number => {
  const seams = joined.seams.filter((seam) => seam.at < whole.length);
  let trusted = seams[0]?.at ?? whole.length;
  const complete = plainLength !== undefined;
  for (const [index, seam] of seams.entries()) {
    const end = seams[index + 1]?.at ?? whole.length;
    const piece = whole.slice(seam.at, end);
    if (!seam.firm && !continues(piece, joined.text.slice(end, end + 2), complete)) break;
    trusted = end;
  }
  // Without a plain match the shape itself needs all pieces: half of them prove nothing.
  return !complete && trusted < whole.length ? 0 : trusted;
};

const PLAIN_WORD = /^(?:[A-Z]?[a-z-]+|[A-Z_-]+)$/;
const LINE_ENDS = /^(?:$|[\s"'`\\,;)\]}»]|[^\w-])/;

/** `complete`: what came before is a whole secret already, so that the next line may well be something else. */
const continues = (piece: string, after: string, complete: boolean): boolean => {
  if (/\d/.test(piece) && /[A-Za-z]/.test(piece)) return !complete || piece.length >= 6;
  if (!LINE_ENDS.test(after)) return false;
  return !complete || (piece.length >= 4 && !PLAIN_WORD.test(piece) && /[A-Za-z]/.test(piece));
};
