/** Rows remember by which event each contested field was set, so that a later arrival of an earlier event loses. */
export interface Marked {
  marks: Readonly<Record<string, string>>;
}

/**
 * True when `mark` is greater than what the register was set by, and remembers it: the caller sets the fields then. The
 * row must be a copy the caller owns.
 */
export function wins(row: Marked, register: string, mark: string): boolean {
  const before = row.marks[register];
  if (before !== undefined && before >= mark) return false;
  remember(row, register, mark);
  return true;
}

/** Like `wins`, for registers that keep what came first. */
export function precedes(row: Marked, register: string, mark: string): boolean {
  const before = row.marks[register];
  if (before !== undefined && before <= mark) return false;
  remember(row, register, mark);
  return true;
}

/** The marks that were copied last, and the row they were copied for: one event sets several registers of a row. */
let copied: { row: Marked; marks: Record<string, string> } | undefined;

function remember(row: Marked, register: string, mark: string): void {
  if (copied === undefined || copied.row !== row || copied.marks !== row.marks) {
    copied = { row, marks: { ...row.marks } };
    row.marks = copied.marks;
  }
  copied.marks[register] = mark;
}

export const earlier = (a: string | null, b: string): string => (a === null || b < a ? b : a);
export const later = (a: string | null, b: string): string => (a === null || b > a ? b : a);

/** The greater of two numbers that may be missing. */
export function most(a: number | null, b: number | undefined): number | null {
  return b === undefined ? a : a === null || b > a ? b : a;
}

/** The members of a set as a sorted list, with one more. */
export function including<Member extends string | number>(members: readonly Member[], member: Member): Member[] {
  if (members.includes(member)) return members as Member[];
  return [...members, member].sort((a, b) => (a < b ? -1 : 1));
}
