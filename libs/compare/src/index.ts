/** Two states side by side: pure. */
export { type Contents, compareStates } from './compare.ts';
export type { ComparedFile, Comparison, Side, SideOfFile, ToolUse } from './comparison.ts';
