import type { ASTNode } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';
import { compile, type Expression, treeOf } from './expression.ts';
import { pathOf } from './paths.ts';
import { comprehensionOf, partsOf } from './walk.ts';

/** A part of a `where` that is true or false by itself: what stands between its outermost `&&` and `||`. */
export interface Clause {
  readonly text: string;
  /** Line in the file, from 1. */
  readonly line: number;
  readonly expression: Expression;
  /** The paths it asks for, such as `data.exitCode`. */
  readonly asks: readonly Expression[];
}

/** The clauses of a `where`, in the order in which they are written. */
export function clausesOf(source: string | undefined, lineAt: (offset: number) => number): Clause[] {
  const tree = source === undefined ? undefined : treeOf(source);
  if (tree === undefined) return [];
  return leaves(tree).map((node) => {
    const text = serialize(node);
    return { text, line: lineAt(node.start), expression: compile(text), asks: pathsIn(node).map(compile) };
  });
}

function leaves(node: ASTNode): ASTNode[] {
  return node.op === '&&' || node.op === '||' ? node.args.flatMap(leaves) : [node];
}

const asksMax = 10;

function pathsIn(root: ASTNode): string[] {
  const found = new Set<string>();
  const look = (node: ASTNode, bound: readonly string[]): void => {
    const path = pathOf(node);
    if (path !== undefined) {
      if (!bound.includes(path[0]!)) found.add(path.join('.'));
      return;
    }
    const loop = comprehensionOf(node);
    const inside = loop === undefined ? bound : [...bound, loop.variable];
    for (const part of partsOf(node)) look(part, part === loop?.over ? bound : inside);
  };
  look(root, []);
  return [...found].slice(0, asksMax);
}
