/** Memories that a language model proposes: what it is shown, and what of its answer is believed. */
export { answerJsonSchema, extractedKinds } from './answer-schema.ts';
export { type CheckedItems, checkItems } from './check-items.ts';
export { extractionId } from './extraction-id.ts';
export { nextWindow, windowTokensMax } from './next-window.ts';
export { extractionMessages, type KnownSubject, promptVersion } from './prompt.ts';
export { type Window, windowText } from './window.ts';
