import { type Asker, hookAnswer } from '../asking/asker.ts';
import { wordRuling } from '../asking/guard.ts';
import { asObject, textOf } from '../words/payload.ts';
import { effectsOf, mcpOfName } from './effects.ts';
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
  guard: {
    event: 'BeforeTool',
    canAsk: false,
    call(payload, { root }) {
      const tool = textOf(payload, 'tool_name');
      if (tool === undefined) return undefined;
      const input = payload.tool_input;
      const mcp = asObject(payload.mcp_context);
      const [server, name] = [textOf(mcp, 'server_name'), textOf(mcp, 'tool_name')];
      const named = server !== undefined && name !== undefined ? { server, tool: name } : mcpOfName(tool);
      return {
        agent: 'main',
        tool,
        input,
        effects: effectsOf(tool, input, named, { root, cwd: textOf(payload, 'cwd') }),
      };
    },
    answer: wordRuling('deny'),
  },
};
