import type { ResponsesCall, ResponsesScripts } from '../model/openai-responses-script.ts';
import { play } from '../model/reply.ts';

/** A command in Codex's shell. */
export const shell = (cmd: string, more: Readonly<Record<string, unknown>> = {}): ResponsesCall => ({
  name: 'exec_command',
  input: { cmd, ...more },
});

/** A patch, by Codex's own tool. */
export const patch = (...lines: readonly string[]): ResponsesCall => ({
  name: 'apply_patch',
  text: ['*** Begin Patch', ...lines, '*** End Patch', ''].join('\n'),
});

const helperId = (request: string) => /agent_id\\+":\\+"([0-9a-f-]{36})/.exec(request)![1]!;

/** One of each thing an agent does on an ordinary day, and a helper that it asks. */
export const tour: ResponsesScripts = {
  tour: [
    { thinking: 'A look first.', text: 'I look around.', tools: [shell('cat cart.js')] },
    { tools: [shell('echo half; exit 3')] },
    {
      tools: [
        patch(
          '*** Add File: src/tax.js',
          '+export const tax = (x) => x * 0.2;',
          '*** Update File: cart.js',
          '@@',
          '-export const total = (xs) => xs.reduce((a, b) => a + b, 0);',
          '+export const total = (xs) => xs.reduce((a, b) => a + b.price, 0);',
          '*** Delete File: legacy.txt',
        ),
      ],
    },
    { tools: [patch('*** Update File: cart.js', '@@', '-no such line', '+x')] },
    { text: 'Two at once.', tools: [shell('sleep 0.3; echo slow'), shell('echo quick')] },
    { tools: [{ name: 'teleport', input: { to: 'mars' } }] },
    { tools: [{ name: 'exec_command', input: { wrong: 1 } }] },
    { tools: [{ name: 'spawn_agent', namespace: 'multi_agent_v1', input: { message: play('helper') } }] },
    {
      tools: [
        {
          name: 'wait_agent',
          namespace: 'multi_agent_v1',
          input: (request) => ({ targets: [helperId(request)], timeout_ms: 20_000 }),
        },
      ],
    },
    { text: 'The tour ends here.' },
  ],
  helper: [{ text: 'The helper starts.', tools: [shell('echo from the helper')] }, { text: 'The helper is done.' }],
};
