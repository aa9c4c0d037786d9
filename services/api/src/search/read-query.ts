import type { Grant } from '@hookline/access';
import { ApiError, readSince } from '@hookline/http';
import { type Filter, type FilterName, parseQuery, type Query, QueryError, type Reach } from '@hookline/search';
import { projectFor } from '../session-scope.ts';

/** The filters that are parameters beside `q`. */
export interface FilterParameters {
  readonly project?: string | undefined;
  readonly harness?: string | undefined;
  readonly actor?: string | undefined;
  readonly model?: string | undefined;
  readonly state?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly costMin?: number | undefined;
  readonly costMax?: number | undefined;
}

/** The query of a request: what `q` says, and the parameters as filters of it. Throws a 400 that says what is wrong where. */
export function readQuery(q: string, parameters: FilterParameters): Query {
  const query = parsed(q);
  return { ...query, filters: [...query.filters, ...filtersOf(parameters)] };
}

function parsed(q: string): Query {
  try {
    return parseQuery(q);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const { message, hint, at } = error;
    throw new ApiError(400, 'bad-query', `q: ${message}`, { hint, issues: [`at ${at}: ${message}`] });
  }
}

/** Filters that all of a value has to match, as parameters name them. */
export function filtersOf({
  project,
  harness,
  actor,
  model,
  state,
  since,
  until,
  costMin,
  costMax,
}: FilterParameters): Filter[] {
  const exactly = (name: FilterName, text: string | undefined): Filter[] =>
    text === undefined || text === '' ? [] : [{ name, values: [{ text, exactly: true }], not: false }];
  const time = (name: 'since' | 'until', text: string | undefined): Filter[] =>
    text === undefined || text === '' ? [] : [{ name, time: readSince(text).toISOString() }];
  const cost: Filter[] =
    costMin === undefined && costMax === undefined
      ? []
      : [
          {
            name: 'cost',
            range: { ...(costMin !== undefined && { min: costMin }), ...(costMax !== undefined && { max: costMax }) },
          },
        ];
  return [
    ...exactly('project', project),
    ...exactly('harness', harness),
    ...exactly('person', actor),
    ...exactly('model', model),
    ...exactly('state', state),
    ...time('since', since),
    ...time('until', until),
    ...cost,
  ];
}

/** Where a request may look, as of now. */
export function reachOf(grant: Grant, project: string | undefined): Reach {
  const now = new Date();
  projectFor(grant, project);
  return {
    owner: grant.project,
    asOf: now.toISOString(),
    timeOf: (text) => readSince(text, now).toISOString(),
  };
}
