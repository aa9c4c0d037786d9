import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';

const call = z.looseObject({
  event: z.string(),
  payload: z.record(z.string(), z.unknown()),
  env: z.record(z.string(), z.string()).optional(),
});

/** One call of a hook as a harness made it: which event, what on stdin, which facts in the environment. */
export interface RecordedHook {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
}

/** What a shim may look at in its environment. Nothing else of a recorded environment is passed on. */
const facts = ['CLAUDE_PID', 'CLAUDE_PROJECT_DIR', 'CLAUDE_CODE_ENTRYPOINT', 'CLAUDE_CODE_SESSION_ID'];

/** The hooks of a recording (`*.hooks.jsonl`) in the order in which they were called. Its notes are passed over. */
export function readRecording(file: string): RecordedHook[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as { payload?: unknown })
    .filter((line) => line.payload !== undefined)
    .map((line) => {
      const { event, payload, env = {} } = call.parse(line);
      return { event, payload, env: Object.fromEntries(Object.entries(env).filter(([name]) => facts.includes(name))) };
    });
}

/** Recordings in a folder by name, without their ending. */
export function listRecordings(folder: string): Map<string, string> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.hooks.jsonl'));
  return new Map(files.sort().map((name) => [basename(name, '.hooks.jsonl'), join(folder, name)]));
}
