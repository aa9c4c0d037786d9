/** A secret found in a text: from `start` up to `end`, and what it is without the line breaks it may contain. */
export interface FoundRange {
  kind: string;
  start: number;
  end: number;
  secret: string;
  /** 0: says what it is by its shape. 1: known from elsewhere. 2: only its position tells. */
  doubt: 0 | 1 | 2;
}

/** Looks at one place of a text where a scanner saw a literal begin; adds what it finds there. */
export type PlaceRule = (text: string, start: number, found: FoundRange[]) => void;
