import type { Database } from '@hookline/db';
import { type Arm, diversify, fuse, keysAsked, pack, recallWeights, scopeWalk } from '@hookline/memory';
import { byKeys } from './by-keys.ts';
import { byMeaning } from './by-meaning.ts';
import { byNames } from './by-names.ts';
import { byWords } from './by-words.ts';
import type { Candidate } from './candidate.ts';
import { extensionsOf } from './extensions.ts';
import { hitOf } from './hits.ts';
import type { Meaning } from './meaning.ts';
import type { RecallPlace } from './place.ts';
import { type Asker, abstaining, arranged, weighed, withPairs } from './rank.ts';
import type { Recalled, RecallRequest } from './request.ts';
import { findShelves } from './shelves.ts';
import { termsOf } from './terms.ts';

const queryLengthMax = 2_000;
const limitMax = 100;
const tokensMax = 100_000;
const droppedMax = 100;

/**
 * What is remembered that helps with what is asked, from the scopes that hold at this place and from no other.
 * `nowMs` is the time it is asked at: memories age and expire. With a `meaning`, also what means the same in other words.
 * An extension that is missing, and an endpoint that does not answer, only find less.
 */
export async function recall(
  db: Database,
  request: RecallRequest,
  place: RecallPlace,
  nowMs: number,
  { meaning }: { readonly meaning?: Meaning | undefined } = {},
): Promise<Recalled> {
  const query = request.query.slice(0, queryLengthMax);
  const [shelves, extensions, terms] = await Promise.all([
    findShelves(db, scopeWalk(place), { kinds: request.kinds, statuses: request.statuses ?? ['active'] }),
    extensionsOf(db),
    termsOf(db, query),
  ]);
  if (shelves.numbers.length === 0) return { hits: [], dropped: [], tokens: 0 };
  const [keyed, { candidates, unknown }, meant] = await Promise.all([
    byKeys(db, keysAsked(request, query), shelves),
    byWords(db, terms, shelves),
    meaning !== undefined && extensions.vectors ? byMeaning(db, query, shelves, meaning) : [],
  ]);
  const fuzzy = unknown.map((lexeme) => terms.words.get(lexeme)!);
  const asker: Asker = {
    actor: place.actor,
    words: terms.plain,
    nowMs,
    revoked: place.revoked,
    kindOf: (shelf) => shelves.of.get(shelf)!.kind,
  };
  const [named, paired] = await Promise.all([
    extensions.trigrams ? byNames(db, fuzzy, shelves) : [],
    withPairs(db, weighed(candidates, asker), terms),
  ]);
  const [worded, weak] = abstaining(paired);
  const lists: { arm: Arm; found: readonly Candidate[] }[] = [
    { arm: 'key', found: keyed.filter(({ whole }) => whole) },
    { arm: 'anchor', found: keyed.filter(({ whole }) => !whole).slice(0, recallWeights.armMax) },
    { arm: 'words', found: worded },
    { arm: 'names', found: named },
    { arm: 'meaning', found: meant },
  ];
  const found = new Map(lists.flatMap((list) => list.found.map((one) => [one.number, one])));
  const fused = fuse(lists.map((list) => ({ arm: list.arm, ids: list.found.map(({ number }) => number) })));
  const ordered = diversify(arranged(found, fused, asker), limitMax + droppedMax);
  const packed = pack(
    ordered.map((one) => hitOf(one, shelves)),
    {
      limit: Math.min(request.limit ?? 10, limitMax),
      tokens: Math.min(request.tokens ?? 600, tokensMax),
    },
  );
  return {
    hits: packed.kept,
    dropped: [
      ...packed.dropped.map(({ one, reason }) => ({ memory: one.memory, reason })),
      ...weak.map(({ id }) => ({ memory: id, reason: 'weak' as const })),
    ].slice(0, droppedMax),
    tokens: packed.tokens,
  };
}
