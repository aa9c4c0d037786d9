/** How search weighs, as measured on public conversations; docs/decisions/0013-search.md has the figures. */

/** Saturation of repeated words, and how much the length of a unit counts. */
export const k1 = 1.2;
export const b = 0.75;

/** What a person wrote, and when and who it was. */
export const ownWeight = 1;
/** What the agent said, commands, paths, errors, outputs: cut to `toldWordsMax` words each. */
export const toldWeight = 0.3;
export const toldWordsMax = 80;

/** What the units before and after say, by distance; only where that is short. */
export const neighbourWeights: readonly number[] = [0.5, 0.3, 0.2];
export const neighbourWordsMax = 60;

export const ownWordsMax = 1_000;
/** Of an error: its beginning and its end. */
export const errorWords: readonly [number, number] = [60, 40];

/** Entries of one unit; a longer turn becomes several. */
export const entriesMax = 40;

/** Raised with every change of what is indexed or how: the whole index is made again then. */
export const indexVersion = 1;
