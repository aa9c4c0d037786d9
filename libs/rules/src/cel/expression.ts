import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { listMax } from '../event-types.ts';
import { boundFaults, type ExpressionFault, limits } from './bounds.ts';
import { faultOf } from './faults.ts';
import { pathOf, valueAt } from './paths.ts';
import { matchesPattern } from './patterns.ts';
import { quickTests } from './quick.ts';
import { environmentOf, type Scope, typeText } from './scope.ts';
import { walk } from './walk.ts';

/** The values behind the names of a scope. */
export type Values = object;

/** A CEL expression that was checked. */
export interface Expression {
  readonly source: string;
  /** The names it asks for at all. */
  readonly names: ReadonlySet<string>;
  /** The fields of `session` it asks for. */
  readonly facts: ReadonlySet<string>;
  /** Its value; undefined when it asks for what is not there. Never throws. */
  evaluate(values: Values): unknown;
  /** Whether its value is true. The same as evaluating it, and much quicker when a plain comparison says no. */
  holds(values: Values): boolean;
}

/** Runs what was checked: without declared types a field is read in half the time, and a missing one is the same error. */
const evaluation = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits,
})
  .registerFunction('string.matchesPattern(string): bool', matchesPattern as never)
  .registerFunction('string.splitShort(string): list<string>', ((text: string, by: string) =>
    text.split(by, listMax)) as never);

/** Functions of the library in whose place ours run, because theirs are not bounded. */
const replaced: Readonly<Record<string, (parameters: number) => string>> = {
  matches: () => 'matchesPattern',
  split: (parameters) => (parameters === 1 ? 'splitShort' : 'split'),
};

/** What an expression may have to give. `scalar` is a text, a number or a boolean. */
export type Wanted = 'bool' | 'string' | 'scalar' | 'list' | 'any';

/** What is wrong with an expression in a scope; undefined when nothing is. */
export function check(source: string, scope: Scope, wanted: Wanted): ExpressionFault | undefined {
  let ast: ASTNode;
  try {
    ast = evaluation.parse(source).ast;
  } catch (error) {
    return faultOf(error, source, scope, undefined);
  }
  const bound = bareSession(ast, scope) ?? boundFaults(ast)[0];
  if (bound !== undefined) return bound;
  const checked = environmentOf(scope).check(source);
  if (!checked.valid) return faultOf(checked.error, source, scope, ast);
  const type = checked.type ?? 'dyn';
  return gives(type, wanted)
    ? undefined
    : { offset: 0, message: `found an expression of type ${typeText(type)}, expected ${wantedText[wanted]}` };
}

const wantedText: Record<Wanted, string> = {
  bool: 'bool',
  string: 'string',
  scalar: 'a text, a number or a boolean',
  list: 'a list',
  any: 'anything',
};

function gives(type: string, wanted: Wanted): boolean {
  if (type === 'dyn' || wanted === 'any') return true;
  if (wanted === 'list') return type.startsWith('list');
  return wanted === 'scalar' ? ['string', 'int', 'double', 'bool', 'uint'].includes(type) : type === wanted;
}

/** A `session` that is not followed by a field: once it was the id. */
function bareSession(ast: ASTNode, scope: Scope): ExpressionFault | undefined {
  if (typeof scope.names.session !== 'object') return undefined;
  const followed = new Set<ASTNode>();
  for (const node of walk(ast)) if (node.op === '.') followed.add(node.args[0]);
  for (const node of walk(ast)) {
    if (node.op === 'id' && node.args === 'session' && !followed.has(node)) {
      return { offset: node.start, message: 'session is an object of facts: its id is session.id' };
    }
  }
  return undefined;
}

/** Compiles an expression that `check` found nothing wrong with. Throws where it does not parse. */
export function compile(source: string): Expression {
  const run = evaluation.parse(source);
  const names = new Set<string>();
  const facts = new Set<string>();
  for (const node of walk(run.ast)) {
    if (node.op === 'id') names.add(node.args);
    if (node.op === '.' && isSession(node.args[0])) facts.add(node.args[1]);
    const ours = node.op === 'rcall' ? replaced[node.args[0]]?.(node.args[2].length) : undefined;
    if (ours !== undefined) (node.args as unknown[])[0] = ours;
  }
  const path = pathOf(run.ast);
  const evaluate = (values: Values): unknown => {
    try {
      return run(values as Record<string, unknown>);
    } catch {
      return undefined;
    }
  };
  const { tests, whole } = quickTests(run.ast);
  return {
    source,
    names,
    facts,
    // Keys and most holes of templates are paths, and are followed without an evaluator.
    evaluate: path === undefined ? evaluate : (values) => valueAt(values, path),
    holds(values) {
      for (const test of tests) if (!test(values)) return false;
      return whole || evaluate(values) === true;
    },
  };
}

function isSession(node: ASTNode): boolean {
  return (node.op === 'id' && node.args === 'session') || (node.op === '.' && node.args[1] === 'session');
}

/** The tree of an expression; undefined where it does not parse. */
export function treeOf(source: string): ASTNode | undefined {
  try {
    return evaluation.parse(source).ast;
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    throw error;
  }
}
