import type { ASTNode } from '@marcbachmann/cel-js';
import { patternFault } from './patterns.ts';
import { comprehensionOf, partsOf, rootOf } from './walk.ts';

/** How large an expression may be. */
export const limits = {
  maxAstNodes: 500,
  maxDepth: 40,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 16,
};

/** A fault in an expression: where in it, and what is wrong in one sentence. */
export interface ExpressionFault {
  /** Character offset in the expression. */
  readonly offset: number;
  readonly message: string;
}

/** What stands for an element in a loop; short when the loop goes over a list that is written in the rule. */
interface Variable {
  readonly name: string;
  readonly isShort: boolean;
}

const nestedMax = 2;

/** Functions that take longer the longer their text is. */
const walksText = new Set(['contains', 'indexOf', 'lastIndexOf', 'split', 'lowerAscii', 'upperAscii', 'trim', 'join']);

/**
 * What would make an expression cost more than a walk over the event: loops in loops over the same list, patterns that
 * come from events. What passes takes time that grows with the size of an event, times the lists written in it.
 */
export function boundFaults(node: ASTNode): ExpressionFault[] {
  return faultsIn(node, []);
}

function faultsIn(node: ASTNode, variables: readonly Variable[]): ExpressionFault[] {
  const own = ownFaults(node, variables);
  const loop = comprehensionOf(node);
  if (loop === undefined) return [...own, ...partsOf(node).flatMap((part) => faultsIn(part, variables))];
  const inside = [...variables, { name: loop.variable, isShort: loop.over.op === 'list' }];
  return [...own, ...faultsIn(loop.over, variables), ...loop.body.flatMap((part) => faultsIn(part, inside))];
}

function ownFaults(node: ASTNode, variables: readonly Variable[]): ExpressionFault[] {
  const loop = comprehensionOf(node);
  if (loop !== undefined && variables.length > 0) {
    if (variables.length >= nestedMax) {
      return [{ offset: node.start, message: 'found a loop in a loop in a loop, expected at most one in another' }];
    }
    if (loop.over.op !== 'list' && !isOf(loop.over, variables) && !variables.every(({ isShort }) => isShort)) {
      const message = `a loop in a loop goes over ${namesOf(variables)} (${variables[0]!.name}.…), or one of the two goes over a list that is written there: so it ends soon`;
      return [{ offset: loop.over.start, message }];
    }
  }
  if (
    node.op === 'rcall' &&
    variables.length >= nestedMax &&
    walksText.has(node.args[0]) &&
    !isOf(node.args[1], variables)
  ) {
    const message = `in a loop in a loop, ${node.args[0]} is asked of what the loops go over (${namesOf(variables)})`;
    return [{ offset: node.args[1].start, message }];
  }
  if (node.op === 'id' && node.args === 'cel') {
    return [{ offset: node.start, message: 'cel.bind is not part of the language of rules' }];
  }
  if (node.op === 'rcall' && node.args[0] === 'matches') {
    const pattern = node.args[2][0];
    if (pattern === undefined) return [];
    if (variables.length > 0 && !isOf(node.args[1], variables)) {
      const message = `in a loop, a pattern is asked of what the loop goes over (${namesOf(variables)}): ask it outside`;
      return [{ offset: node.args[1].start, message }];
    }
    if (pattern.op !== 'value' || typeof pattern.args !== 'string') {
      return [{ offset: pattern.start, message: 'a pattern has to stand in the rule as a text in quotes' }];
    }
    const fault = patternFault(pattern.args);
    return fault === undefined ? [] : [{ offset: pattern.start, message: fault }];
  }
  return [];
}

function isOf(node: ASTNode, variables: readonly Variable[]): boolean {
  const root = rootOf(node);
  return root !== undefined && variables.some(({ name }) => name === root);
}

function namesOf(variables: readonly Variable[]): string {
  return variables.map(({ name }) => name).join(' or ');
}
