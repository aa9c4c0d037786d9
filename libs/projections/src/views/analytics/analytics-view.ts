import type { DerivedView } from '../derived-view.ts';

/** The types that a column of people's SQL may have: every client knows them. */
type AnalyticsType = 'text' | 'bigint' | 'double precision' | 'boolean' | 'timestamptz' | 'date' | 'jsonb';

/** A column: its type, what stands in it, and the expression it is. */
export type AnalyticsColumn = readonly [type: AnalyticsType, about: string, is: string];

/** A view of the schema `analytics`: its names and types are a promise to those who wrote queries against it. */
export interface AnalyticsView extends DerivedView {
  readonly name: `analytics.${string}`;
  readonly columns: Readonly<Record<string, AnalyticsColumn>>;
}

/** Makes a view of its columns; `from` is what follows FROM. */
export function analyticsView(view: {
  readonly name: string;
  readonly about: string;
  readonly needs: readonly string[];
  readonly columns: Readonly<Record<string, AnalyticsColumn>>;
  readonly from: string;
}): AnalyticsView {
  const { name, about, needs, columns, from } = view;
  const list = Object.entries(columns).map(([column, [type, , is]]) => `  (${is})::${type} as "${column}"`);
  return { name: `analytics.${name}`, about, needs, columns, select: `select\n${list.join(',\n')}\nfrom ${from}` };
}
