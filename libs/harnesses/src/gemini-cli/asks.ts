import { type Asker, hookAnswer } from '../asking/asker.ts';
import { textOf } from '../words/payload.ts';
import { errorOfAfterTool } from './hooks/tools.ts';
import { GEMINI_CLI } from './names.ts';
import { promptText } from './prompts.ts';

/**
 * Where Gemini CLI takes a text for the model: at a prompt, and behind what a tool answered. Before a call it takes none.
 * It writes `<` and `>` as entities, which `stripEcho` knows.
 */
export const geminiAsks: Asker = {
  harness: GEMINI_CLI,
  events: { prompt: 'BeforeAgent', failure: 'AfterTool' },
  opening: 'SessionStart',
  toldBy: 'edge',
  forgets: (payload) => textOf(payload, 'source') !== 'resume',
  asked(payload) {
    const event = textOf(payload, 'hook_event_name');
    if (event === 'BeforeAgent') {
      const text = promptText(textOf(payload, 'prompt') ?? '');
      return text === '' ? undefined : { agent: 'main', surface: 'prompt', text };
    }
    if (event !== 'AfterTool') return undefined;
    const error = errorOfAfterTool(payload);
    return error === undefined ? undefined : { agent: 'main', surface: 'after-failure', error };
  },
  answer: hookAnswer,
};
