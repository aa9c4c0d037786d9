/** What of a session a text is. */
export type Field = 'title' | 'prompt' | 'said' | 'command' | 'input' | 'output' | 'error' | 'path' | 'plan' | 'code';

/** An entry of the session's time line, or (type `event`, `session`) what is not on it. */
export interface EntryName {
  readonly type: 'session' | 'turn' | 'message' | 'call' | 'file' | 'agent' | 'plan' | 'event';
  readonly id: string;
}

/** A text of a session with where it stands: what a unit is made of, and what hits are shown from. */
export interface Piece {
  readonly entry: EntryName;
  readonly field: Field;
  readonly position: number;
  readonly at: string | null;
  /** True for what a person wrote. */
  readonly own: boolean;
  /** As far as it is indexed. */
  readonly text: string;
}

/** A piece with its place in the session's order and the turn it belongs to. */
export interface PlacedPiece extends Piece {
  readonly order: string;
  readonly turn: string | null;
}

/** What the words of every unit of a session are joined by. */
export interface SessionContext {
  readonly actor: string | null;
  readonly told: readonly (string | null)[];
}

/** A part of a session that is found as one: a turn, or a part of a long one. */
export interface Unit {
  readonly turn: string | null;
  readonly firstAt: string | null;
  readonly lastAt: string | null;
  readonly pieces: readonly Piece[];
}

/** A unit with the weights of its tokens. The length counts the unit's own words, not those it is only found by. */
export interface WeighedUnit extends Unit {
  readonly words: ReadonlyMap<string, number>;
  readonly exacts: ReadonlyMap<string, number>;
  readonly length: number;
}
