import { type Allow, allowLevels, type HeadlessHarness } from '../harness.ts';
import { errorText, textIn } from './read.ts';

/** Without a person, what would have to be asked for is not there at all. */
const modes: Readonly<Record<Allow, string>> = { 'read-only': 'default', edit: 'auto_edit', all: 'yolo' };

export const geminiCli: HeadlessHarness = {
  name: 'gemini-cli',
  program: 'gemini',
  levels: allowLevels,
  takesSession: true,
  tellsCost: false,
  variables: ['GEMINI_', 'GOOGLE_'],
  headless({ prompt, allow, model, session }) {
    // A new folder is one that nobody trusted yet. Trusting it for this run reads no settings of the project.
    const args = ['-o', 'stream-json', '--approval-mode', modes[allow], '--skip-trust', '--session-id', session];
    if (model !== undefined) args.push('-m', model);
    return { args, env: {}, stdin: prompt };
  },
  interactive: ({ prompt, model }) => ({
    args: [...(model === undefined ? [] : ['-m', model]), '-i', prompt],
    env: {},
  }),
  hear(heard, line) {
    const { type } = line;
    if (type === 'init') {
      const session = textIn(line, 'session_id');
      return session === undefined ? heard : { ...heard, session };
    }
    // Its words come in pieces; a call between them begins a new answer.
    if (type === 'message' && line.role === 'assistant')
      return {
        ...heard,
        text: line.delta === true ? heard.text + (textIn(line, 'content') ?? '') : (textIn(line, 'content') ?? ''),
      };
    if (type === 'tool_use') return { ...heard, text: '' };
    if (type === 'error') {
      return line.severity === 'warning' ? heard : { ...heard, error: errorText(line, 'it failed') };
    }
    if (type !== 'result') return heard;
    if (line.status === 'success') {
      const { error: _, ...rest } = heard;
      return { ...rest, ended: true };
    }
    return { ...heard, ended: true, error: errorText(line.error, 'it failed') };
  },
};
