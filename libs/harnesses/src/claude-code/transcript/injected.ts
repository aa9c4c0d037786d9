import { blockTold } from '../../telling/injected.ts';
import { type Payload, textOf } from '../../words/payload.ts';
import { rank } from '../../words/place.ts';
import { effectsOf } from '../effects.ts';
import type { Teller } from '../teller.ts';
import type { Row } from './row.ts';

const block = /<hookline memory(?:\s[^>]{0,20000})?>[\s\S]*?<\/hookline>/;
const end = '</hookline>';

/** Tells that a hook of ours put memories before the agent: what the row of the hook's answer says. */
export function tellInjected(row: Row, teller: Teller, attachment: Payload | undefined): void {
  const content = saidByHook(attachment);
  // Behind the last end nothing matches, and looking for it would take long.
  const found = block.exec(content.slice(0, content.lastIndexOf(end) + end.length));
  if (found === null || row.uuid === undefined) return;
  teller.tell({
    kind: 'memory.injected',
    identity: [teller.session, 'memory.injected', row.uuid],
    timeMs: row.place.timeMs,
    sequence: row.place.at(rank.notice, row.uuid),
    agent: row.agent,
    turn: row.turn,
    authority: 'record',
    data: {
      surface: surfaceOf(textOf(attachment, 'hookName') ?? textOf(attachment, 'hookEvent') ?? 'unknown'),
      call: callOf(attachment),
      ...blockTold(found[0]),
    },
  });
}

const surfaces: Readonly<Record<string, string>> = {
  SessionStart: 'session-start',
  UserPromptSubmit: 'prompt',
  PostToolUseFailure: 'after-failure',
};

/** Where the agent was told, from the hook's name: `SessionStart`, `PreToolUse:Bash` ... A hook that tells nothing by itself is named as it is. */
function surfaceOf(hookName: string): string {
  const [event = '', tool = ''] = hookName.split(':');
  if (event !== 'PreToolUse') return surfaces[event] ?? event.slice(0, 80);
  const runsCommand = effectsOf(tool, undefined, {}).some(({ type }) => type === 'process.exec');
  return runsCommand ? 'before-command' : 'before-edit';
}

/** The call it was told at. Hooks that belong to none have an id of their own there. */
function callOf(attachment: Payload | undefined): string | undefined {
  const hookEvent = textOf(attachment, 'hookEvent') ?? '';
  return hookEvent.includes('ToolUse') ? textOf(attachment, 'toolUseID') : undefined;
}

/** What a hook said to the model, as the row of its answer holds it: plain words, or a list of them. */
function saidByHook(attachment: Payload | undefined): string {
  const content = attachment?.content;
  return Array.isArray(content) ? content.filter((one) => typeof one === 'string').join('\n') : String(content ?? '');
}
