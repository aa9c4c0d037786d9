import { type Allow, allowLevels, type HeadlessHarness } from '../harness.ts';
import { errorText, numberIn, objectIn, textIn } from './read.ts';

/** The last pattern that fits decides. What a person's own settings name besides stays as they have it. */
const looking = {
  '*': 'deny',
  'git diff*': 'allow',
  'git log*': 'allow',
  'git show*': 'allow',
  'git status*': 'allow',
  'git *--output*': 'deny',
  'git *--ext-diff*': 'deny',
  'git *>*': 'deny',
};
const closed = { external_directory: 'deny', doom_loop: 'deny', question: 'deny' };
const permissions: Readonly<Record<Allow, object>> = {
  'read-only': { edit: 'deny', bash: looking, webfetch: 'deny', websearch: 'deny', ...closed },
  edit: { edit: 'allow', bash: looking, webfetch: 'deny', websearch: 'deny', ...closed },
  all: { edit: 'allow', bash: 'allow', webfetch: 'allow', websearch: 'allow', doom_loop: 'deny', question: 'deny' },
};

export const openCode: HeadlessHarness = {
  name: 'opencode',
  program: 'opencode',
  levels: allowLevels,
  takesSession: false,
  tellsCost: true,
  variables: ['OPENCODE_', 'OPENAI_', 'ANTHROPIC_', 'GOOGLE_', 'GEMINI_', 'OPENROUTER_', 'GROQ_', 'MISTRAL_'],
  never: ['OPENCODE_PID', 'OPENCODE_CLIENT', 'OPENCODE_PERMISSION'],
  headless({ prompt, allow, model }) {
    const args = ['run', '--format', 'json', ...(model === undefined ? [] : ['-m', model])];
    return { args, env: { OPENCODE_PERMISSION: JSON.stringify(permissions[allow]) }, stdin: prompt };
  },
  interactive: ({ prompt, model }) => ({
    args: [...(model === undefined ? [] : ['-m', model]), '--prompt', prompt],
    env: {},
  }),
  hear(heard, line) {
    const native = textIn(line, 'sessionID');
    const now = native === undefined || heard.session !== undefined ? heard : { ...heard, session: native };
    const { type } = line;
    const part = objectIn(line, 'part');
    if (type === 'step_start') return { ...now, ended: false };
    if (type === 'text') return { ...now, text: textIn(part, 'text') ?? now.text };
    if (type === 'step_finish') {
      const costUsd = (now.costUsd ?? 0) + (numberIn(part, 'cost') ?? 0);
      // After a step that ends in calls there is another.
      return { ...now, costUsd, ended: textIn(part, 'reason') !== 'tool-calls' };
    }
    if (type === 'error') return { ...now, ended: true, error: errorText(line.error, 'it failed') };
    return now;
  },
};
