import type { HookedEvent } from '../install/hooks-file.ts';

/** The event that decides whether a call may run. All else that it says `PreToolUseResult` says too. */
export const guardedEvent = 'PreToolUse';

/** The hooks that say something of their own, and the one that decides. The others repeat these, and each costs the agent a process. */
export const hookedEvents: readonly HookedEvent[] = [
  { event: 'SessionStart' },
  { event: 'UserPromptSubmit' },
  { event: guardedEvent },
  { event: 'PreToolUseResult' },
  { event: 'PostToolUse' },
  { event: 'PostToolUseFailure' },
  { event: 'Stop' },
  { event: 'SessionEnd' },
];
