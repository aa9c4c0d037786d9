import { type Asker, askedByEffects, hookAnswer } from '../asking/asker.ts';
import { hookRuling } from '../asking/guard.ts';
import { textOf, tokenOf } from '../words/payload.ts';
import { effectsOf } from './effects.ts';
import { authorOf } from './prompts.ts';
import { harness } from './teller.ts';

/** Where Claude Code takes a text for the model. Its transcript keeps what it took, so that tells of it. */
export const claudeCodeAsks: Asker = {
  harness,
  events: { prompt: 'UserPromptSubmit', call: 'PreToolUse', failure: 'PostToolUseFailure' },
  opening: 'SessionStart',
  toldBy: 'record',
  forgets: (payload) => textOf(payload, 'source') !== 'resume',
  asked(payload, { root }) {
    const of = { agent: tokenOf(payload, 'agent_id') ?? 'main', call: tokenOf(payload, 'tool_use_id') };
    const event = textOf(payload, 'hook_event_name');
    if (event === 'UserPromptSubmit') {
      const text = textOf(payload, 'prompt') ?? '';
      return authorOf(text).by === 'person' ? { agent: of.agent, surface: 'prompt', text } : undefined;
    }
    if (event === 'PostToolUseFailure') {
      const error = textOf(payload, 'error');
      return error === undefined ? undefined : { ...of, surface: 'after-failure', error };
    }
    if (event !== 'PreToolUse') return undefined;
    const places = { root, cwd: textOf(payload, 'cwd') };
    return askedByEffects(effectsOf(textOf(payload, 'tool_name') ?? '', payload.tool_input, places), of);
  },
  answer: hookAnswer,
  guard: {
    event: 'PreToolUse',
    canAsk: true,
    call(payload, { root }) {
      const tool = textOf(payload, 'tool_name');
      if (tool === undefined) return undefined;
      const input = payload.tool_input;
      return {
        agent: tokenOf(payload, 'agent_id') ?? 'main',
        call: tokenOf(payload, 'tool_use_id'),
        tool,
        input,
        effects: effectsOf(tool, input, { root, cwd: textOf(payload, 'cwd') }),
      };
    },
    answer: hookRuling('PreToolUse', ['allow', 'ask', 'deny']),
  },
};
