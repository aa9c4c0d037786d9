import type { Piece, PlacedPiece, Unit } from './piece.ts';
import { entriesMax } from './weights.ts';

/**
 * Cuts a session into units: one per turn, in the order of their first entries, a long turn into parts of `entriesMax`
 * entries. What belongs to no turn is together as one that comes where it begins.
 */
export function unitsOf(pieces: readonly PlacedPiece[]): Unit[] {
  const sorted = pieces.toSorted((a, b) => compare(a.order, b.order) || compare(nameOf(a), nameOf(b)));
  const turns = new Map<string | null, PlacedPiece[]>();
  for (const piece of sorted) {
    const turn = turns.get(piece.turn);
    if (turn === undefined) turns.set(piece.turn, [piece]);
    else turn.push(piece);
  }
  return [...turns].flatMap(([turn, of]) => parts(of).map((part) => unitOf(turn, part)));
}

function parts(pieces: readonly PlacedPiece[]): PlacedPiece[][] {
  const found: PlacedPiece[][] = [];
  let entries = new Set<string>();
  for (const piece of pieces) {
    const name = `${piece.entry.type} ${piece.entry.id}`;
    if (found.length === 0 || (entries.size >= entriesMax && !entries.has(name))) {
      found.push([]);
      entries = new Set();
    }
    entries.add(name);
    found.at(-1)!.push(piece);
  }
  return found;
}

function unitOf(turn: string | null, placed: readonly PlacedPiece[]): Unit {
  const times = placed.flatMap(({ at }) => (at === null ? [] : [at])).sort();
  return {
    turn,
    firstAt: times[0] ?? null,
    lastAt: times.at(-1) ?? null,
    pieces: placed.map(({ order: _, turn: __, ...piece }): Piece => piece),
  };
}

/** Tells the pieces of one place apart, whenever the log heard of them. */
const nameOf = ({ entry, field, own }: PlacedPiece) => `${entry.type} ${entry.id} ${own ? 0 : 1} ${field}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
