import type { Asker } from '../asking/asker.ts';
import { wordRuling } from '../asking/guard.ts';
import { textOf, tokenOf } from '../words/payload.ts';
import { effectsOf } from './tools.ts';

/** Where Goose takes a text for the model: a file it reads at the beginning of each turn, as it stands. */
export const gooseAsks: Asker = {
  harness: 'goose',
  events: { prompt: 'UserPromptSubmit' },
  opening: 'UserPromptSubmit',
  toldBy: 'edge',
  forgets: () => false,
  asked(payload) {
    const text = textOf(payload, 'message');
    return text === undefined ? undefined : { agent: 'main', surface: 'prompt', text };
  },
  answer: (_event, text) => (text === undefined ? '' : `${text}\n`),
  guard: {
    event: 'PreToolUse',
    canAsk: false,
    call(payload, { root }) {
      const tool = tokenOf(payload, 'tool_name');
      if (tool === undefined) return undefined;
      const input = payload.tool_input;
      const effects = effectsOf(tool, input, { root, cwd: textOf(payload, 'working_dir') });
      return { agent: 'main', call: tokenOf(payload, 'tool_call_id'), tool, input, effects };
    },
    answer: wordRuling('block'),
  },
};
