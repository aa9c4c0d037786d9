import type { ShimSpec } from '../shim/render.ts';
import { claudeCodeAsks } from './asks.ts';

/** What Claude Code's environment tells its hooks. */
export const claudeCodeShim: ShimSpec = {
  harness: 'claude-code',
  pid: 'CLAUDE_PID',
  project: 'CLAUDE_PROJECT_DIR',
  session: 'CLAUDE_CODE_SESSION_ID',
  entrypoint: 'CLAUDE_CODE_ENTRYPOINT',
  card: { event: 'SessionStart' },
  asks: claudeCodeAsks.events,
  guard: claudeCodeAsks.guard,
};
