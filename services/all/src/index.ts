export { openLogFile } from './log-file.ts';
export { type Bus, start } from './start.ts';
