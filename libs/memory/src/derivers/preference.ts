import { claimed } from './claims.ts';

/** How a person likes things done. */
export const preference = claimed('preference', 'How a person likes things done.');
