import { type Document, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { RuleError, type RuleFault } from '../rule-error.ts';

const sizeMax = 64 * 1024;
const depthMax = 20;

/** A place in a file: the path of a value, and how far into its text. */
interface Place {
  readonly path: readonly PropertyKey[];
  readonly offset?: number;
  /** The key at the end of the path is meant, not its value. */
  readonly atKey?: boolean | undefined;
}

/** A YAML file whose values know where they stand. */
export interface SourceFile {
  readonly value: unknown;
  /** A fault at a place; at the nearest thing above it when nothing stands there. */
  faultAt(place: Place, message: string): RuleFault;
  /** The line a place is on, from 1. */
  lineOf(place: Place): number;
}

/** Reads a YAML file of at most 64 KiB. Throws `RuleError` when it is none. */
export function readSource(text: string, fileName: string): SourceFile {
  if (text.length > sizeMax) {
    const message = `found ${text.length} characters, expected at most ${sizeMax}`;
    throw new RuleError(fileName, [{ line: 1, column: 1, message }]);
  }
  const lines = new LineCounter();
  const at = (offset: number, message: string): RuleFault => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  let document: Document;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  } catch (error) {
    // Brackets in brackets by the thousand exhaust the stack of the parser.
    throw new RuleError(fileName, [at(0, `cannot be read as YAML: ${error instanceof Error ? error.message : error}`)]);
  }
  if (document.errors.length > 0) {
    throw new RuleError(
      fileName,
      document.errors.slice(0, 20).map((error) => at(error.pos[0], error.message)),
    );
  }
  const deep = tooDeep(document);
  if (deep !== undefined) {
    throw new RuleError(fileName, [at(deep, `found more than ${depthMax} levels, expected fewer`)]);
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 10 });
  } catch (error) {
    throw new RuleError(fileName, [at(0, error instanceof Error ? error.message : String(error))]);
  }
  const positionOf = ({ path, offset = 0, atKey }: Place) =>
    (atKey ? keyOffsetOf(document, path) : undefined) ?? offsetOf(document, text, path, offset);
  return {
    value,
    faultAt: (place, message) => at(positionOf(place), message),
    lineOf: (place) => at(positionOf(place), '').line,
  };
}

function tooDeep(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Collection(_, node, ancestors) {
      if (ancestors.length <= depthMax * 2) return undefined;
      found = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function keyOffsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** Where a character of the value at a path stands in the text. */
function offsetOf(document: Document, text: string, path: readonly PropertyKey[], offset: number): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as
      | { range?: [number, number, number]; type?: string; value?: unknown }
      | undefined;
    if (!node?.range) continue;
    const [start, end] = node.range;
    const inside = length === path.length && typeof node.value === 'string';
    return inside ? start + aligned(text.slice(start, end), node.value as string, offset) : start;
  }
  return 0;
}

/** How far into the written form of a value its character stands: quotes, escapes and indentation lie between. */
function aligned(written: string, value: string, offset: number): number {
  let at = 0;
  for (let index = 0; index <= Math.min(offset, value.length - 1); index += 1) {
    const character = value[index]!;
    const next = written.indexOf(character, at);
    if (next < 0) continue;
    // A line break may be written as a blank, and a blank as a line break.
    if (/\s/.test(character) && written.slice(at, next).trim() !== '') continue;
    if (index >= offset) return next;
    at = next + 1;
  }
  return at;
}
