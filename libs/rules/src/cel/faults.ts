import { type ASTNode, TypeError as CelTypeError, Environment, ParseError } from '@marcbachmann/cel-js';
import type { Shape, Typed } from '../event-types.ts';
import { nearest } from '../nearest.ts';
import type { ExpressionFault } from './bounds.ts';
import { type Scope, typeText } from './scope.ts';
import { comprehensionOf, partsOf, walk } from './walk.ts';

/** Every function there is, by name, with the ways it may be called. */
const functions = new Map<string, string[]>();
for (const { name, signature } of new Environment().getDefinitions().functions) {
  if (/Namespace|optional</.test(signature) || name === 'bind') continue;
  functions.set(name, [...(functions.get(name) ?? []), typeText(signature)]);
}

/** What the checker found, in words that name what would be right. */
export function faultOf(error: unknown, source: string, scope: Scope, ast: ASTNode | undefined): ExpressionFault {
  if (!(error instanceof ParseError || error instanceof CelTypeError)) return { offset: 0, message: String(error) };
  const offset = error.range?.start ?? 0;
  const word = error.range ? source.slice(error.range.start, error.range.end) : '';
  if (error.code === 'no_such_key') {
    const fields = ast === undefined ? [] : fieldsBefore(ast, scope, error.range?.end ?? 0);
    return { offset, message: `there is no field ${word}${suggestion(word, fields)}` };
  }
  if (error.code === 'unknown_variable') {
    return unknownLoop(ast, offset) ?? { offset, message: unknownName(word, scope) };
  }
  if (error.code === 'no_matching_overload') {
    return unknownFunction(ast, offset) ?? { offset, message: wrongArguments(error.summary) };
  }
  if (error.code === 'no_such_overload' && / an object\b/.test(typeText(error.summary)) && /\bsession\b/.test(word)) {
    return { offset, message: 'session is an object: its id is session.id' };
  }
  return { offset, message: typeText(error.summary) };
}

function unknownName(word: string, { names, hints }: Scope): string {
  return hints?.[word] ?? `there is nothing called ${word}${suggestion(word, Object.keys(names))}`;
}

/** `list.exist(x, …)`: the name of the loop is wrong, not its variable. */
function unknownLoop(ast: ASTNode | undefined, offset: number): ExpressionFault | undefined {
  for (const node of ast === undefined ? [] : walk(ast)) {
    if (node.op !== 'rcall' || node.args[2][0]?.start !== offset || node.args[2].length < 2) continue;
    if (!functions.has(node.args[0])) return noFunction(node.args[0], node.args[1].end);
  }
  return undefined;
}

function unknownFunction(ast: ASTNode | undefined, offset: number): ExpressionFault | undefined {
  for (const node of ast === undefined ? [] : walk(ast)) {
    if ((node.op !== 'rcall' && node.op !== 'call') || node.start !== offset || functions.has(node.args[0])) continue;
    return noFunction(node.args[0], node.op === 'rcall' ? node.args[1].end : node.start);
  }
  return undefined;
}

function noFunction(name: string, offset: number): ExpressionFault {
  return { offset, message: `there is no function ${name}${suggestion(name, [...functions.keys()], false)}` };
}

function wrongArguments(summary: string): string {
  const found = typeText(/'(.*)'/.exec(summary)?.[1] ?? summary);
  const name = /(\w+)\(/.exec(found)?.[1] ?? '';
  const known = functions.get(name) ?? [];
  return `found ${found}, expected ${known.slice(0, 4).join(' or ') || 'something else'}`;
}

/** The fields there are where the one that ends at `end` was looked for. */
function fieldsBefore(node: ASTNode, scope: Scope, end: number): string[] {
  return fieldsIn(node, scope.names, end) ?? [];
}

function fieldsIn(node: ASTNode, names: Readonly<Record<string, Typed>>, end: number): string[] | undefined {
  if (node.op === '.' && node.end === end) {
    const type = typeOf(node.args[0], names);
    return typeof type === 'object' && !Array.isArray(type) ? Object.keys(type) : undefined;
  }
  const loop = comprehensionOf(node);
  const inside = loop === undefined ? names : { ...names, [loop.variable]: elementOf(typeOf(loop.over, names)) };
  for (const part of partsOf(node)) {
    const found = fieldsIn(part, loop?.body.includes(part) ? inside : names, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeOf(node: ASTNode, names: Readonly<Record<string, Typed>>): Typed {
  if (node.op === 'id') return names[node.args] ?? 'dyn';
  if (node.op === '.') {
    const of = typeOf(node.args[0], names);
    return typeof of === 'object' && !Array.isArray(of) ? ((of as Shape)[node.args[1]] ?? 'dyn') : 'dyn';
  }
  if (node.op === '[]') return elementOf(typeOf(node.args[0], names));
  return node.op === 'rcall' && node.args[0] === 'filter' ? typeOf(node.args[1], names) : 'dyn';
}

function elementOf(type: Typed): Typed {
  return Array.isArray(type) ? (type[0] as Typed) : 'dyn';
}

function suggestion(word: string, candidates: readonly string[], list = true): string {
  const near = nearest(word, candidates);
  if (near !== undefined) return `; the nearest is ${near}`;
  return list && candidates.length > 0 ? `; there are ${candidates.join(', ')}` : '';
}
