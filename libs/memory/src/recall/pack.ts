/** Why something that was found is not told. */
export type DropReason = 'budget' | 'limit' | 'weak';

export interface Packed<One> {
  readonly kept: readonly One[];
  readonly dropped: readonly { readonly one: One; readonly reason: DropReason }[];
  /** Of what is kept together. */
  readonly tokens: number;
}

/** Takes whole items in order while they fit: what is too long is left out, and a shorter one after it may still fit. */
export function pack<One extends { readonly tokens: number }>(
  found: readonly One[],
  { tokens: budget, limit }: { readonly tokens: number; readonly limit: number },
): Packed<One> {
  const kept: One[] = [];
  const dropped: { one: One; reason: DropReason }[] = [];
  let tokens = 0;
  for (const one of found) {
    if (kept.length >= limit) dropped.push({ one, reason: 'limit' });
    else if (tokens + one.tokens > budget) dropped.push({ one, reason: 'budget' });
    else {
      kept.push(one);
      tokens += one.tokens;
    }
  }
  return { kept, dropped, tokens };
}
