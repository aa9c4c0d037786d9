import type { ChainLink } from '../../../api/firings.ts';

/** Links one after the other, and what they led to beside each other after the last of them. */
export interface Strand {
  readonly links: readonly ChainLink[];
  readonly strands: readonly Strand[];
}

/**
 * Links arranged from what each came of: what led to one thing stands above it in a line, what led to several parts into
 * strands. Every link is in it once, also where what it came of is not there.
 */
export function strandsOf(links: readonly ChainLink[]): readonly Strand[] {
  const known = new Set(links.map(({ id }) => id));
  const after = Map.groupBy(links, ({ of, id }) => (of !== null && of !== id && known.has(of) ? of : ''));
  const used = new Set<string>();
  const strandFrom = (first: ChainLink): Strand => {
    const line: ChainLink[] = [];
    let link: ChainLink | undefined = first;
    let next: readonly ChainLink[] = [];
    while (link !== undefined) {
      used.add(link.id);
      line.push(link);
      next = (after.get(link.id) ?? []).filter(({ id }) => !used.has(id));
      link = next.length === 1 ? next[0] : undefined;
    }
    return { links: line, strands: next.filter(({ id }) => !used.has(id)).map(strandFrom) };
  };
  const strands = (after.get('') ?? []).map(strandFrom);
  // What goes in a circle has no beginning: it begins anywhere.
  for (const link of links) if (!used.has(link.id)) strands.push(strandFrom(link));
  return strands;
}

/** What stands behind the link of an id, from its beginning on, that link included. */
export function linksTo(links: readonly ChainLink[], id: string): readonly ChainLink[] {
  const byId = new Map(links.map((link) => [link.id, link]));
  const found = new Map<string, ChainLink>();
  let link = byId.get(id);
  while (link !== undefined && !found.has(link.id)) {
    found.set(link.id, link);
    link = link.of === null ? undefined : byId.get(link.of);
  }
  return [...found.values()].reverse();
}
