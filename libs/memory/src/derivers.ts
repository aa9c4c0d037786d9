import type { AnyDeriver } from './deriver.ts';
import { commandDeriver } from './derivers/command.ts';

/** Every deriver. A new one is a file in `derivers/` and a line here. */
export const derivers: readonly AnyDeriver[] = [commandDeriver];

/** The deriver of a kind; undefined for kinds that nothing derives. */
export function findDeriver(kind: string): AnyDeriver | undefined {
  return derivers.find((deriver) => deriver.kind === kind);
}
