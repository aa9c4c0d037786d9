/** What the console makes of an outline, for whoever wants to know the same of a session. */
export { joined, type OutlineAnswer, read } from '../../../api/outline-columns.ts';
export { courseOf } from './course.ts';
export { countedAt } from './sums.ts';
