import { recallWeights } from './weights.ts';

/**
 * The same things in the order in which they are told: what is about the same as one before it has to be so much better.
 * An empty `about` is like no other. Ties keep the order given.
 */
export function diversify<One extends { readonly about: string; readonly score: number }>(
  found: readonly One[],
  most: number,
): One[] {
  const left = [...found];
  const taken: One[] = [];
  const told = new Map<string, number>();
  const worth = ({ about, score }: One) =>
    score * recallWeights.repeated ** (about === '' ? 0 : (told.get(about) ?? 0));
  while (left.length > 0 && taken.length < most) {
    let best = 0;
    for (let at = 1; at < left.length; at += 1) if (worth(left[at]!) > worth(left[best]!)) best = at;
    const [one] = left.splice(best, 1);
    taken.push(one!);
    told.set(one!.about, (told.get(one!.about) ?? 0) + 1);
  }
  return taken;
}
