import { claimed } from './claims.ts';

/** What was decided, with the reason where one was given. */
export const decision = claimed('decision', 'What was decided, and why where somebody said so.');
