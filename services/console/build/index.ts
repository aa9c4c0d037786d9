export { type Console, ensureConsole } from './ensure-console.ts';
