import type { ASTNode } from '@marcbachmann/cel-js';

/** Of `a.b.c`, its steps; undefined for anything else. */
export function pathOf(node: ASTNode): readonly string[] | undefined {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return undefined;
  const of = pathOf(node.args[0]);
  return of === undefined ? undefined : [...of, node.args[1]];
}

/** What lies at the end of a path, as an evaluator would find it; undefined where something on the way is not there. */
export function valueAt(values: object, path: readonly string[]): unknown {
  let at = (values as Record<string, unknown>)[path[0]!];
  for (let index = 1; index < path.length; index += 1) {
    const step = path[index]!;
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string, unknown>)[step];
  }
  return at;
}
