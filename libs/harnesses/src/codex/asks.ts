import { type Asker, askedByEffects, hookAnswer } from '../asking/asker.ts';
import { hookRuling } from '../asking/guard.ts';
import { asObject, contentText, textOf, tokenOf } from '../words/payload.ts';
import { effectsOf, isShell } from './effects.ts';
import { toolOfHook } from './ids.ts';
import { harness } from './state.ts';

/**
 * Where Codex takes a text for the model. It throws the whole answer away for a key that it does not know. Its hooks do not
 * say whether a command failed: what a command printed is looked at like an error, and is one where it is known as one.
 */
export const codexAsks: Asker = {
  harness: harness.name,
  events: { prompt: 'UserPromptSubmit', call: 'PreToolUse', failure: 'PostToolUse' },
  opening: 'SessionStart',
  toldBy: 'edge',
  forgets: (payload) => textOf(payload, 'source') !== 'resume',
  asked(payload, { root }) {
    const of = { agent: tokenOf(payload, 'agent_id') ?? 'main', call: tokenOf(payload, 'tool_use_id') };
    const event = textOf(payload, 'hook_event_name');
    if (event === 'UserPromptSubmit') {
      const text = textOf(payload, 'prompt');
      return text === undefined ? undefined : { agent: of.agent, surface: 'prompt', text };
    }
    const tool = toolOfHook(textOf(payload, 'tool_name') ?? '');
    if (event === 'PreToolUse') {
      const places = { root, cwd: textOf(payload, 'cwd') };
      return askedByEffects(effectsOf(tool, payload.tool_input, places), of);
    }
    if (event !== 'PostToolUse' || !isShell(tool)) return undefined;
    const given = payload.tool_response;
    const error = typeof given === 'string' ? given : contentText(asObject(given)?.content);
    return error === '' ? undefined : { ...of, surface: 'after-failure', error };
  },
  answer: hookAnswer,
  // It calls an answer invalid that asks, or that allows without changing the input.
  guard: {
    event: 'PreToolUse',
    canAsk: false,
    call(payload, { root }) {
      const tool = toolOfHook(textOf(payload, 'tool_name') ?? '');
      if (tool === '') return undefined;
      const input = payload.tool_input;
      return {
        agent: tokenOf(payload, 'agent_id') ?? 'main',
        call: tokenOf(payload, 'tool_use_id'),
        tool,
        input,
        effects: effectsOf(tool, input, { root, cwd: textOf(payload, 'cwd') }),
      };
    },
    answer: hookRuling('PreToolUse', ['deny']),
  },
};
