import { type Allow, allowLevels, type HeadlessHarness } from '../harness.ts';
import { errorText, objectIn, textIn } from './read.ts';

/** Codex's own sandbox keeps to these; nobody is asked for more. */
const sandboxes: Readonly<Record<Allow, string>> = {
  'read-only': 'read-only',
  edit: 'workspace-write',
  all: 'danger-full-access',
};

export const codex: HeadlessHarness = {
  name: 'codex',
  program: 'codex',
  levels: allowLevels,
  takesSession: false,
  tellsCost: false,
  variables: ['CODEX_', 'OPENAI_'],
  never: ['CODEX_THREAD_ID'],
  headless({ prompt, allow, model }) {
    const args = ['exec', '--json', '-s', sandboxes[allow], '-c', 'approval_policy="never"', '--skip-git-repo-check'];
    if (model !== undefined) args.push('-m', model);
    return { args: [...args, '-'], env: {}, stdin: prompt };
  },
  interactive: ({ prompt, model }) => ({
    args: [...(model === undefined ? [] : ['-m', model]), prompt],
    env: {},
  }),
  hear(heard, line) {
    const { type } = line;
    if (type === 'thread.started') {
      const session = textIn(line, 'thread_id');
      return session === undefined ? heard : { ...heard, session };
    }
    if (type === 'item.completed') {
      const item = objectIn(line, 'item');
      const text = textIn(item, 'text');
      return item.type === 'agent_message' && text !== undefined ? { ...heard, text } : heard;
    }
    if (type === 'turn.completed') {
      const { error: _, ...rest } = heard;
      return { ...rest, ended: true };
    }
    if (type === 'turn.failed') return { ...heard, ended: true, error: errorText(line.error, 'the turn failed') };
    if (type === 'error') return { ...heard, error: errorText(line, 'it failed') };
    return heard;
  },
};
