import type { ASTNode } from '@marcbachmann/cel-js';
import { pathOf, valueAt } from './paths.ts';

/** Whether a condition is true; false also where it cannot be told. */
export type Test = (values: object) => boolean;

/**
 * The outermost conditions that a predicate joins by `&&`, as far as they are a path and one comparison with what is written
 * there: most predicates begin with one, and are false by it. Where `whole` is true they are all of it.
 */
export function quickTests(tree: ASTNode): { readonly tests: readonly Test[]; readonly whole: boolean } {
  const conditions = conjuncts(tree);
  const tests = conditions.map(testOf);
  const known = tests.filter((test) => test !== undefined);
  return { tests: known, whole: known.length === conditions.length };
}

function conjuncts(node: ASTNode): ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjuncts) : [node];
}

function testOf(node: ASTNode): Test | undefined {
  if (node.op === 'rcall') return textTest(node.args[0], node.args[1], node.args[2]);
  if (!(node.op === '==' || node.op === '>' || node.op === '>=' || node.op === '<' || node.op === '<='))
    return undefined;
  const [left, right] = node.args;
  const path = pathOf(left);
  if (path === undefined || right.op !== 'value') return undefined;
  const literal = right.args;
  if (node.op === '==') {
    if (typeof literal !== 'string' && typeof literal !== 'boolean') return undefined;
    return (values) => valueAt(values, path) === literal;
  }
  if (typeof literal !== 'bigint' && typeof literal !== 'number') return undefined;
  const holds = comparisons[node.op];
  return (values) => {
    const value = valueAt(values, path);
    return (typeof value === 'bigint' || typeof value === 'number') && holds(value, literal);
  };
}

type Numeric = bigint | number;

const comparisons = {
  '>': (one: Numeric, other: Numeric) => one > other,
  '>=': (one: Numeric, other: Numeric) => one >= other,
  '<': (one: Numeric, other: Numeric) => one < other,
  '<=': (one: Numeric, other: Numeric) => one <= other,
};

function textTest(name: string, receiver: ASTNode, given: readonly ASTNode[]): Test | undefined {
  const path = pathOf(receiver);
  const [literal] = given;
  if (path === undefined || given.length !== 1 || literal?.op !== 'value' || typeof literal.args !== 'string') {
    return undefined;
  }
  const text = literal.args;
  const holds = texts[name];
  if (holds === undefined) return undefined;
  return (values) => {
    const value = valueAt(values, path);
    return typeof value === 'string' && holds(value, text);
  };
}

const texts: Readonly<Record<string, (value: string, text: string) => boolean>> = {
  startsWith: (value, text) => value.startsWith(text),
  endsWith: (value, text) => value.endsWith(text),
  contains: (value, text) => value.includes(text),
};
