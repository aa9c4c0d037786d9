import { purposeOf } from '../commands/purpose.ts';
import { shellRuns } from '../commands/shell-runs.ts';
import type { Story } from '../facts/story.ts';

/** How one session went, in the figures by which told and untold sessions are compared. JSON. */
export interface SessionFigures {
  readonly calls: number;
  /** Calls that ran and failed. */
  readonly failures: number;
  /** Calls that a person did not allow. */
  readonly rejections: number;
  /**
   * From the first thing that is known of the session to its first command that verifies something and passed; absent
   * where none did. Whatever failed before lies within.
   */
  readonly firstGreenMs?: number;
  /** Read and written by the model, cached or not; absent where nobody told. */
  readonly tokens?: number;
}

const verifying: ReadonlySet<string | undefined> = new Set(['test', 'lint', 'typecheck', 'build']);

/** The figures of a session. */
export function figuresOf(story: Story): SessionFigures {
  const calls = story.steps.filter((step) => step.type === 'call');
  const rejected = new Set(
    calls.filter(({ outcome, by }) => outcome === 'denied' && by === 'person').map(({ call }) => call),
  );
  let unnamed = 0;
  for (const step of story.steps) {
    if (step.type !== 'permission' || step.decision !== 'deny' || step.by !== 'person') continue;
    if (step.call === undefined) unnamed += 1;
    else rejected.add(step.call);
  }
  const green = shellRuns(story).find(({ key, ok }) => ok === true && verifying.has(purposeOf(key)));
  return {
    calls: calls.length,
    failures: calls.filter(({ outcome }) => outcome === 'failed').length,
    // A harness that names the call in one of both events only tells of it twice.
    rejections: Math.max(rejected.size, unnamed),
    ...(green !== undefined && {
      firstGreenMs: Math.max(0, Date.parse(green.call.time) - Date.parse(story.startedAt)),
    }),
    ...(story.tokens !== undefined && { tokens: story.tokens.input + story.tokens.output }),
  };
}
