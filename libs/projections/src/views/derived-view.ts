/**
 * A view over live read models, where a question needs rows of several of them or a stable shape for people's own SQL.
 * It holds nothing of its own: it is made anew whenever one of its read models changes hands.
 */
export interface DerivedView {
  /** With its schema: `read.outcomes`, `analytics.calls`. */
  readonly name: `read.${string}` | `analytics.${string}`;
  /** What a row is and where its facts come from, for the reference and as the view's comment. */
  readonly about: string;
  /** The read models it selects from, also those behind views it uses; it is left out while one of them is not live. */
  readonly needs: readonly string[];
  /** The SELECT. Reads `read.<name>` only, never `models.`. */
  readonly select: string;
  /** For views of people's SQL: each column's type and what stands in it, which becomes its comment. */
  readonly columns?: Readonly<Record<string, readonly [type: string, about: string, ...rest: string[]]>>;
}
