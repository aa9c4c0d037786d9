import type { HeadlessHarness } from '../harness.ts';
import { blocksText, errorText, objectIn } from './read.ts';

/** A failed request to the model becomes words of the agent, and the program ends well. */
const failedRequest = /^Ran into this error: ([^\n]*)/;

/**
 * Goose asks or does not ask, and without a person asking ends the run. So what it may do is what it has tools for: for
 * `read-only` those that look at the structure of code, and nothing between that and all of them.
 */
export const goose: HeadlessHarness = {
  name: 'goose',
  program: 'goose',
  levels: ['read-only', 'all'],
  takesSession: false,
  tellsCost: false,
  variables: [
    'GOOSE_',
    'OPENAI_',
    'ANTHROPIC_',
    'GOOGLE_',
    'GEMINI_',
    'OLLAMA_',
    'OPENROUTER_',
    'DATABRICKS_',
    'AZURE_OPENAI_',
  ],
  headless({ prompt, allow, model }) {
    const args = ['run', '--output-format', 'stream-json'];
    // `tom` gives no tools: it is what shows the agent its memory.
    if (allow === 'read-only') args.push('--no-profile', '--with-builtin', 'analyze,tom');
    if (model !== undefined) args.push('--model', model);
    return { args: [...args, '-i', '-'], env: { GOOSE_MODE: 'auto' }, stdin: prompt };
  },
  interactive: ({ prompt, model }) => ({
    args: ['run', '-s', ...(model === undefined ? [] : ['--model', model]), '-t', prompt],
    env: {},
  }),
  hear(heard, line) {
    const { type } = line;
    if (type === 'message') {
      const message = objectIn(line, 'message');
      // What it is told back of a call stands between its own words.
      if (message.role !== 'assistant') return { ...heard, text: '' };
      const text = heard.text + blocksText(message.content);
      const failed = failedRequest.exec(text)?.[1];
      const { error: _, ...rest } = heard;
      return failed === undefined ? { ...rest, text } : { ...rest, text, error: failed };
    }
    if (type === 'complete') return { ...heard, ended: true };
    if (type === 'error') return { ...heard, ended: true, error: errorText(line.error, 'it failed') };
    return heard;
  },
};
