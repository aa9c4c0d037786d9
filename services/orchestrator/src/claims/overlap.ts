import { alternativesOf, type ResourceKind } from './resource.ts';

/** Something that is held or wanted, written the normal way. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly resource: string;
}

/**
 * Whether two resources cannot be held by two at once: equal tasks, or paths and globs that one path could be under. It
 * is exact for the globs that `normalResource` lets through: yes where, and only where, some path matches both.
 */
export function overlaps(one: Resource, other: Resource): boolean {
  if (one.kind === 'task' || other.kind === 'task') return one.kind === other.kind && one.resource === other.resource;
  if (one.kind === 'path' && other.kind === 'path') return one.resource === other.resource;
  const left = patternsOf(one);
  const right = patternsOf(other);
  return left.some((a) => right.some((b) => meet(a, b, isFolders, (x, y) => meet(x, y, isAny, sameCharacter))));
}

/** Whether a path is held with the resource. */
export function covers(resource: Resource, path: string): boolean {
  return overlaps(resource, { kind: 'path', resource: path });
}

/** A part of a path: what its characters may be. A text is one that stands for itself, wildcards and all. */
type Part = readonly Token[];
/** A character that stands for itself, one of any kind, any number of those, or any number of folders. */
type Token = string | typeof one | typeof any | typeof folders;

const one = Symbol('?');
const any = Symbol('*');
const folders = Symbol('**');

const isFolders = (part: Part) => part[0] === folders;
const isAny = (token: Token) => token === any;
const sameCharacter = (a: Token, b: Token) => a === b || a === one || b === one;

function patternsOf({ kind, resource }: Resource): Part[][] {
  if (kind === 'path') return [resource.split('/').map((part) => [...part])];
  return alternativesOf(resource).map((glob) => glob.split('/').map(partOf));
}

function partOf(text: string): Part {
  if (text === '**') return [folders];
  return [...text].map((character) => (character === '*' ? any : character === '?' ? one : character));
}

/**
 * Whether two sequences could be the same one, where `isMany` stands for any number of elements and two others are equal
 * by `same`. Takes time and space in the product of their lengths, whatever they hold.
 */
function meet<Element>(
  left: readonly Element[],
  right: readonly Element[],
  isMany: (element: Element) => boolean,
  same: (a: Element, b: Element) => boolean,
): boolean {
  // `reach[j]`: what is left of `left` from the current element on could be `right` from j on.
  let reach: boolean[] = [];
  for (let i = left.length; i >= 0; i -= 1) {
    const next = reach;
    reach = new Array<boolean>(right.length + 1);
    for (let j = right.length; j >= 0; j -= 1) {
      const a = left[i];
      const b = right[j];
      if (a === undefined && b === undefined) reach[j] = true;
      else if (a !== undefined && isMany(a)) reach[j] = next[j]! || (b !== undefined && reach[j + 1]!);
      else if (b !== undefined && isMany(b)) reach[j] = reach[j + 1]! || (a !== undefined && next[j]!);
      else reach[j] = a !== undefined && b !== undefined && same(a, b) && next[j + 1]!;
    }
  }
  return reach[0]!;
}
