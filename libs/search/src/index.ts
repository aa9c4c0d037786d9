export type { EntryName, Field } from './document/piece.ts';
export { indexVersion } from './document/weights.ts';
export {
  type Failure,
  type FailureExample,
  type FailuresAsked,
  type FailuresBy,
  listFailures,
} from './failures/failures.ts';
export { type Facet, type Facets, listFacets } from './find/facets.ts';
export { type Found, type FoundSession, findSessions, type Hit, type Place } from './find/find-sessions.ts';
export type { Reach } from './find/scope.ts';
export type { Marked } from './find/snippet.ts';
export { forgetSession } from './index/forget.ts';
export { indexAnew, indexer, indexNext, noteChanges, waitingToBeIndexed } from './index/index-step.ts';
export { parseQuery, queryLengthMax } from './query/parse.ts';
export { printQuery } from './query/print.ts';
export {
  type CostFilter,
  type CostRange,
  callSteps,
  type Filter,
  type FilterName,
  type FilterValue,
  fileSteps,
  type Query,
  QueryError,
  type Step,
  type StepName,
  type TimeFilter,
  type ValueFilter,
  type Word,
} from './query/query.ts';
export { dropSearch, keepSearch, listSearches, type SavedSearch } from './saved/saved-searches.ts';
export { stemsOf } from './words/stem.ts';
export { cutToWords, type Token, tokensOf } from './words/tokens.ts';
