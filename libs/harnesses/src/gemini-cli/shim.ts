import type { ShimSpec } from '../shim/render.ts';
import { geminiAsks } from './asks.ts';
import { GEMINI_CLI } from './names.ts';

/** What Gemini CLI's environment tells its hooks. Its process is the parent of each hook's shell. */
export const geminiShim: ShimSpec = {
  harness: GEMINI_CLI,
  pid: 'PPID',
  project: 'GEMINI_PROJECT_DIR',
  session: 'GEMINI_SESSION_ID',
  card: { event: 'SessionStart' },
  asks: geminiAsks.events,
  guard: geminiAsks.guard,
};
