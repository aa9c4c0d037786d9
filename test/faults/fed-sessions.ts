import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of a hook, as a shim gets it. */
export interface FedHook {
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** The few facts a shim takes from its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** What the harness has added to its transcript by then, as rows of it. Absent where it keeps none. */
  readonly rows?: readonly string[];
  /** What it adds after its last hook. */
  readonly rowsAfter?: readonly string[];
}

/** Hooks that follow each other: one run of Claude Code, or several that take each other's session up. */
export type FedSession = readonly FedHook[];

const folder = join(import.meta.dirname, '..', 'recordings', 'claude-code');
const recordings = ['01-tour', '02-denied', '04-background', '10-additional-context', '20-tui-long', '25-tasks'];
const factNames = ['CLAUDE_PID', 'CLAUDE_PROJECT_DIR', 'CLAUDE_CODE_ENTRYPOINT', 'CLAUDE_CODE_SESSION_ID'];
const idFields = ['session_id', 'prompt_id', 'tool_use_id', 'agent_id', 'agentId', 'task_id', 'backgroundTaskId'];

/**
 * Endless sessions shaped like recorded ones, each with sessions, prompts, calls, agents and processes of its own. The
 * transcripts of those that were recorded with one belong into `transcripts`.
 */
export function* fedSessions(
  seed: number,
  hooked: ReadonlySet<string>,
  transcripts: string,
): Generator<FedSession, never> {
  const originals = recordings.map(readRecording);
  for (let copy = 0; ; copy += 1) {
    yield asCopy(originals[copy % originals.length]!, { seed, copy, hooked, transcripts });
  }
}

interface Recording {
  readonly hooks: readonly FedHook[];
  readonly hasTranscript: boolean;
}

function readRecording(name: string): Recording {
  const rows = readRows(join(folder, 'transcripts', `${name}.main.jsonl`));
  let written = 0;
  const hooks = linesOf(join(folder, `${name}.hooks.jsonl`))
    .map((line) => JSON.parse(line) as { t_recv_ms: number; payload?: FedHook['payload']; env?: FedHook['env'] })
    .sort((a, b) => a.t_recv_ms - b.t_recv_ms)
    .flatMap(({ t_recv_ms: atMs, payload, env = {} }) => {
      if (payload === undefined) return [];
      const facts = Object.fromEntries(Object.entries(env).filter(([name]) => factNames.includes(name)));
      const from = written;
      while (written < rows.length && rows[written]!.atMs <= atMs) written += 1;
      const added = rows.slice(from, written).map(({ line }) => line);
      return { event: String(payload.hook_event_name), payload, env: facts, rows: added };
    });
  const rest = rows.slice(written).map(({ line }) => line);
  return { hooks: [...hooks.slice(0, -1), { ...hooks.at(-1)!, rowsAfter: rest }], hasTranscript: rows.length > 0 };
}

/** Rows with the time at which they were there: that of the row, else of the one before. */
function readRows(file: string): { line: string; atMs: number }[] {
  let atMs = 0;
  return (existsSync(file) ? linesOf(file) : []).map((line) => {
    const { timestamp } = JSON.parse(line) as { timestamp?: string };
    if (timestamp !== undefined) atMs = Math.max(atMs, Date.parse(timestamp));
    return { line, atMs };
  });
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

interface CopyOptions {
  readonly seed: number;
  readonly copy: number;
  readonly hooked: ReadonlySet<string>;
  readonly transcripts: string;
}

function asCopy({ hooks, hasTranscript }: Recording, { seed, copy, hooked, transcripts }: CopyOptions): FedHook[] {
  const ids = new Set<string>();
  JSON.stringify(hooks, (key, value: unknown) => {
    if (idFields.includes(key) && typeof value === 'string' && value.length >= 6) ids.add(value);
    return value;
  });
  let text = JSON.stringify(hooks);
  for (const id of [...ids].sort((a, b) => b.length - a.length)) text = text.replaceAll(id, idLike(id, seed, copy));
  const pids = [...new Set(hooks.map(({ env }) => env.CLAUDE_PID))];
  const seen = new Set<string>();
  const fed: FedHook[] = [];
  let rows: string[] = [];
  for (const { rows: added = [], ...hook } of JSON.parse(text) as FedHook[]) {
    rows.push(...added);
    if (!hooked.has(hook.event) || !isNew(JSON.stringify(hook.payload), seen)) continue;
    const CLAUDE_PID = String(1_000_000 + copy * 100 + pids.indexOf(hook.env.CLAUDE_PID));
    const payload = hasTranscript
      ? { ...hook.payload, transcript_path: join(transcripts, `${hook.payload.session_id}.jsonl`) }
      : hook.payload;
    fed.push({ ...hook, payload, env: { ...hook.env, CLAUDE_PID }, ...(hasTranscript && { rows }) });
    rows = [];
  }
  return fed;
}

/** What was said seconds apart is said at once in the feed, and of equal payloads within a second the adapter takes one. */
function isNew(payload: string, seen: Set<string>): boolean {
  if (seen.has(payload)) return false;
  seen.add(payload);
  return true;
}

/** Another id of the same shape: letters for letters where they are hexadecimal, everything else as it was. */
function idLike(id: string, seed: number, copy: number): string {
  const digits = createHash('sha256').update(`${seed}\n${copy}\n${id}`).digest('hex');
  const prefix = /^(toolu_|call_)?/.exec(id)![0];
  let next = 0;
  return prefix + id.slice(prefix.length).replaceAll(/[0-9a-z]/g, () => digits[next++ % digits.length]!);
}
