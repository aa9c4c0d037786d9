const BREAK = String.raw`[ \t]*\\*(?:\r?\n|\\+r\\+n|\\+n)(?:[ \t]*\d{1,6}(?:\t|\\+t|→|[ \t]?[|│:][ \t]?))?[ \t]*(?:(?:[+>|#*][ \t]*|-[ \t]+)(?=\S))?[ \t]*`;
const QUOTE = String.raw`\\*["'\`]`;
const CONCATENATION = String.raw`${QUOTE}[ \t]*(?:(?:\+|\.\.?|&|\\)[ \t]*(?:${BREAK})?|(?:${BREAK})(?:(?:\+|\.\.?|&)[ \t]*)?)${QUOTE}`;

const SEAM = new RegExp(`${CONCATENATION}|${BREAK}`, 'g');
const SEAM_HERE = new RegExp(`(?:${CONCATENATION}|${BREAK})`, 'y');
const FIRM_SEAM = /^(?:\\*["'`]|[ \t]*\\+\r?\n)/;

/** A stretch of a text as it reads when what was broken over lines or quotes is put together again. */
export interface JoinedText {
  text: string;
  /** In `text`: where each seam was. */
  seams: readonly Seam[];
  /** From a place in `text`, as the end of something, to the place in the original. */
  originalEnd(offset: number): number;
}

interface Seam {
  at: number;
  /** A line continuation or a string concatenation, which says itself that the text goes on. */
  firm: boolean;
}

/** Whether a line break (also one with line numbers or a diff sign after it) or a string concatenation begins here. */
export const isSeam = (text: string, at: number): boolean => {
  SEAM_HERE.lastIndex = at;
  return SEAM_HERE.test(text);
};

const SEAMS_MAX = 24;

/** Joins at most `lengthMax` characters and 24 seams of `text` from `start` on. */
export const joinFrom = (text: string, start: number, lengthMax: number): JoinedText => {
  const stretch = text.slice(start, start + lengthMax);
  const seams: Seam[] = [];
  const origins: number[] = [0];
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  let to = stretch.length;
  for (const match of stretch.matchAll(SEAM)) {
    if (seams.length === SEAMS_MAX) {
      to = match.index;
      break;
    }
    parts.push(stretch.slice(from, match.index));
    length += match.index - from;
    from = match.index + match[0].length;
    seams.push({ at: length, firm: FIRM_SEAM.test(match[0]) });
    origins.push(from);
  }
  parts.push(stretch.slice(from, to));
  return {
    text: parts.join(''),
    seams,
    originalEnd(offset) {
      let part = 0;
      while (part < seams.length && (seams[part] as Seam).at < offset) part++;
      const partStart = part === 0 ? 0 : (seams[part - 1] as Seam).at;
      return start + (origins[part] as number) + (offset - partStart);
    },
  };
};
