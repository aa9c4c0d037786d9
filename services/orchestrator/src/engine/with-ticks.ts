/** What a stream of batches gives: a batch, or nothing for a while. */
export type Tick<Batch> = { readonly batch: Batch } | { readonly idle: true };

/** Batches as they come, and in between, whenever none came for `everyMs`, the word that nothing came. */
export async function* withTicks<Batch>(batches: AsyncIterable<Batch>, everyMs: number): AsyncGenerator<Tick<Batch>> {
  const iterator = batches[Symbol.asyncIterator]();
  let next = iterator.next();
  // A rejection is told by the race below; until somebody races, nobody hears of it.
  next.catch(() => {});
  try {
    for (;;) {
      const waited = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => waited.resolve(undefined), everyMs);
      const came = await Promise.race([next, waited.promise]);
      clearTimeout(timer);
      if (came === undefined) {
        yield { idle: true };
        continue;
      }
      if (came.done === true) return;
      yield { batch: came.value };
      next = iterator.next();
      next.catch(() => {});
    }
  } finally {
    void iterator.return?.();
  }
}
