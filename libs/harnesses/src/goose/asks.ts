import type { Asker } from '../asking/asker.ts';
import { textOf } from '../words/payload.ts';

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
};
