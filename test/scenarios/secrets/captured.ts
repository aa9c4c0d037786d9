import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FedHook } from '../../faults/fed-sessions.ts';
import { type Canary, canariesOf, textWith } from './canaries.ts';

/** Gives the canaries of a place, and remembers them. */
export type Plant = (place: string) => Canary[];

/** Plants canaries and knows all that were planted. */
export function plants(): { plant: Plant; planted: Canary[] } {
  const planted: Canary[] = [];
  return {
    planted,
    plant: (place) => {
      const canaries = canariesOf(place);
      planted.push(...canaries);
      return canaries;
    },
  };
}

const numbered = (text: string) =>
  text
    .split('\n')
    .map((line, index) => `${String(index + 1).padStart(6)}\t${line}`)
    .join('\n');

/** A secret that can stand in a file name or a branch. */
const token = (canaries: readonly Canary[]) => canaries.find(({ name }) => name.startsWith('GitHub token'))!.text;

/** The hooks of a session that has secrets wherever it can. `output` is what a command printed that names no secret. */
export function secretHooks(
  plant: Plant,
  session: { id: string; cwd: string; transcript: string; output: string },
): FedHook[] {
  const { id, cwd, transcript, output } = session;
  const text = (place: string) => textWith(plant(place));
  const env = {
    CLAUDE_PID: '4711',
    CLAUDE_PROJECT_DIR: cwd,
    CLAUDE_CODE_ENTRYPOINT: 'cli',
    CLAUDE_CODE_SESSION_ID: id,
  };
  let calls = 0;
  const hook = (event: string, rest: object): FedHook => ({
    event,
    env,
    payload: { session_id: id, transcript_path: transcript, cwd, hook_event_name: event, prompt_id: 'p1', ...rest },
  });
  const call = (tool: string, input: object, end: object): FedHook[] => {
    calls += 1;
    const about = { tool_name: tool, tool_input: input, tool_use_id: `toolu_${id.slice(0, 8)}_${calls}` };
    const ending = 'error' in end ? 'PostToolUseFailure' : 'PostToolUse';
    return [hook('PreToolUse', about), hook(ending, { ...about, ...end, duration_ms: 5 })];
  };
  const nested = plant('a nested input');
  const path = `${cwd}/${token(plant('a file path'))}.txt`;
  const edited = text('an edit');
  const written = text('a written file');
  return [
    hook('SessionStart', { source: 'startup', model: 'm', session_title: text('a title') }),
    hook('UserPromptSubmit', { prompt: text('a prompt') }),
    ...call(
      'Bash',
      { command: text('a command'), description: 'x' },
      { tool_response: { stdout: text('stdout'), stderr: text('stderr') } },
    ),
    ...call('Bash', { command: 'print' }, { tool_response: { stdout: output, stderr: '' } }),
    ...call(
      'mcp__shop__deploy',
      {
        list: nested.map((one) => ({ value: { text: one.text } })),
        headers: Object.fromEntries(plant('an object key').map((one) => [one.text, 1])),
        json: JSON.stringify({ inner: JSON.stringify({ content: text('JSON in JSON') }) }),
      },
      { tool_response: [{ type: 'text', text: text('an MCP answer') }] },
    ),
    ...call(
      'Read',
      { file_path: `${cwd}/.env` },
      {
        tool_response: {
          type: 'text',
          file: { filePath: `${cwd}/.env`, content: text('a read file'), numLines: 9, startLine: 1, totalLines: 9 },
        },
      },
    ),
    ...call(
      'Write',
      { file_path: path, content: written },
      { tool_response: { type: 'create', filePath: path, content: written, structuredPatch: [], originalFile: null } },
    ),
    ...call(
      'Edit',
      { file_path: `${cwd}/a.ts`, old_string: 'x', new_string: edited },
      {
        tool_response: {
          filePath: `${cwd}/a.ts`,
          oldString: 'x',
          newString: edited,
          originalFile: text('the file before'),
          structuredPatch: [
            {
              oldStart: 1,
              oldLines: 1,
              newStart: 1,
              newLines: 9,
              lines: text('a patch')
                .split('\n')
                .map((line) => `+${line}`),
            },
          ],
        },
      },
    ),
    ...call('Bash', { command: 'false' }, { error: `Exit code 1\n${text('an error')}`, is_interrupt: false }),
    ...call(
      'Bash',
      { command: 'cat big' },
      { tool_response: { stdout: 'word '.repeat(600_000) + text('a long output'), stderr: '' } },
    ),
    hook('Notification', { notification_type: 'idle', message: text('a notification') }),
    hook('Unheard', { whatever: { it: [text('an unknown hook')] } }),
    hook('PreCompact', { trigger: 'manual', custom_instructions: text('compacting instructions') }),
    hook('Stop', { last_assistant_message: text('a last message'), stop_hook_active: false }),
    hook('SessionEnd', { reason: 'other' }),
  ];
}

/** Writes a transcript of Claude Code with secrets in whatever a row can say. */
export function writeSecretTranscript(
  file: string,
  plant: Plant,
  session: { id: string; cwd: string; as: string },
): void {
  const { id, cwd, as } = session;
  const text = (place: string) => textWith(plant(`${place} of ${as}`));
  const branch = `fix/${token(plant(`a branch of ${as}`))}`;
  let rows = 0;
  const row = (type: string, message: object, rest: object = {}) => {
    rows += 1;
    const uuid = `${id.slice(0, 24)}${String(rows).padStart(12, '0')}`;
    const timestamp = new Date(Date.UTC(2026, 10, 22, 12) + rows * 1_000).toISOString();
    const frame = {
      isSidechain: false,
      userType: 'external',
      entrypoint: 'cli',
      version: '2.1.330',
      gitBranch: branch,
    };
    return { ...frame, type, message, uuid, parentUuid: null, timestamp, cwd, sessionId: id, ...rest };
  };
  const assistant = (number: number, content: object) =>
    row('assistant', {
      id: `msg_${as.slice(0, 2)}_${number}`,
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [content],
      stop_reason: 'tool_use',
      usage: { input_tokens: 1, output_tokens: 1 },
    });
  const call = `toolu_row_${as.slice(0, 2)}`;
  const read = text('a read result');
  const lines = [
    row('user', { role: 'user', content: text('a user row') }, { promptId: 'p-row' }),
    assistant(1, { type: 'thinking', thinking: text('thinking'), signature: 'c2lnbmF0dXJl' }),
    assistant(2, { type: 'text', text: text('an answer') }),
    assistant(3, {
      type: 'tool_use',
      id: call,
      name: 'Read',
      input: { file_path: `${cwd}/.env`, note: text('a row input') },
    }),
    row(
      'user',
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: call, content: numbered(read) }] },
      {
        toolUseResult: {
          type: 'text',
          file: { filePath: `${cwd}/.env`, content: read, numLines: 9, startLine: 1, totalLines: 9 },
        },
      },
    ),
    row('system', {}, { subtype: 'whatever', content: text('a system row') }),
    { type: 'custom-title', customTitle: text('a row title'), sessionId: id },
    { type: 'summary', summary: text('a summary'), leafUuid: 'x' },
  ];
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** A repository whose remote, branch and address of its owner hold secrets. */
export function makeSecretRepository(folder: string, plant: Plant): void {
  const canaries = plant('a git remote');
  const password = canaries.find(({ name }) => name.startsWith('URL password'))!.secrets[0]!;
  mkdirSync(join(folder, '.git', 'objects'), { recursive: true });
  mkdirSync(join(folder, '.git', 'refs'), { recursive: true });
  writeFileSync(join(folder, '.git', 'HEAD'), `ref: refs/heads/${token(canaries)}\n`);
  writeFileSync(
    join(folder, '.git', 'config'),
    `[remote "origin"]\n\turl = https://ada:${password}@git.example.org/acme/shop.git\n[user]\n\temail = ${token(canaries)}@example.org\n`,
  );
}
