import { claimed } from './claims.ts';

/** What is so. The latest word about a thing holds; what held before is kept with its time. */
export const fact = claimed('fact', 'What somebody said to be so: the latest word, and what held before it.');
