import type { ASTNode } from '@marcbachmann/cel-js';

/** The parts of a node of an expression, in the order in which they are written. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** A node and everything below it; a node comes before its parts. */
export function* walk(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const part of partsOf(node)) yield* walk(part);
}

const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** The variable, the list and the body of `list.exists(x, …)` and its like; undefined for any other node. */
export function comprehensionOf(
  node: ASTNode,
): { readonly variable: string; readonly over: ASTNode; readonly body: readonly ASTNode[] } | undefined {
  if (node.op !== 'rcall') return undefined;
  const [name, over, [first, ...body]] = node.args;
  if (!comprehensions.has(name) || first?.op !== 'id' || body.length === 0) return undefined;
  return { variable: first.args, over, body };
}

/** The name at the root of `a.b[0].c.split("/")`; undefined where it is none. */
export function rootOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op === '.' || node.op === '.?' || node.op === '[]' || node.op === '[?]') return rootOf(node.args[0]);
  return node.op === 'rcall' ? rootOf(node.args[1]) : undefined;
}
