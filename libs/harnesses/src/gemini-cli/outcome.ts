import type { DataOf } from '@hookline/schemas';
import { stripEcho } from '../words/echo.ts';
import { asObject, contentText, type Payload, textOf } from '../words/payload.ts';

/** How a call ended, whoever said so. */
export type CallEnd =
  | {
      readonly how: 'finished';
      /** Without `isWhole`, something was taken out of it. */
      readonly output?: unknown;
      readonly isWhole?: boolean;
      readonly exitCode?: number | undefined;
      readonly background?: string;
    }
  | { readonly how: 'failed'; readonly stage: 'ran' | 'invalid'; readonly error: string; readonly exitCode?: number }
  | { readonly how: 'denied'; readonly by: DataOf<'tool.denied'>['by']; readonly reason: string }
  | { readonly how: 'cancelled' };

/** What a call's end is told from: the record's words or a hook's. */
export interface Answer {
  readonly tool: string;
  readonly status: 'success' | 'error' | 'cancelled';
  /** What the model was told: the output, or the error. */
  readonly text: string;
  /** What the person was shown. */
  readonly display: unknown;
}

const invalid =
  /^Tool ".*" not found|^params[ /.]|^params must|must have required property|must NOT have additional properties|^Invalid (?:tool )?param|^The '\w+' parameter|parameter (?:must|cannot)/;

export function endOf(answer: Answer): CallEnd {
  const { tool, status, text } = answer;
  if (status === 'cancelled') {
    if (!/den(?:y|ied)|did not allow|reject/i.test(text)) return { how: 'cancelled' };
    return { how: 'denied', by: 'person', reason: text };
  }
  if (status === 'error') return errorEnd(text);
  if (tool === 'run_shell_command') return shellEnd(answer);
  const output = inner(text);
  return { how: 'finished', output, isWhole: output === text };
}

function errorEnd(error: string): CallEnd {
  if (error.startsWith('Tool execution blocked:')) return { how: 'denied', by: 'hook', reason: error.slice(23).trim() };
  if (/^Tool execution denied|denied by policy/i.test(error)) return { how: 'denied', by: 'rule', reason: error };
  if (/canceled by the user|cancelled by (?:the )?user|User denied/i.test(error)) {
    return { how: 'denied', by: 'person', reason: error };
  }
  return { how: 'failed', stage: invalid.test(error) ? 'invalid' : 'ran', error: withoutContext(error) };
}

/**
 * A command's exit code stands in a trailer behind its output, and only when it is not 0. Output that ends in the same
 * words is told apart by what the person was shown, which has no trailer.
 */
const trailer =
  /(?:^|\n)Exit Code: (-?\d{1,9})(?=\n|$)(?:\nSignal: [^\n]*)?(?:\nBackground PIDs: [^\n]*)?(?:\nProcess Group PGID: \d+)?\s*$/;

/** The program writes it before the first line, which is where most commands say what is wrong. */
const label = /^Output: /;

function shellEnd({ text, display }: Answer): CallEnd {
  const output = inner(text);
  const match = trailer.exec(output);
  const printed = match !== null && typeof display === 'string' && display.trimEnd().endsWith(`Exit Code: ${match[1]}`);
  const exitCode = match === null || printed ? 0 : Number(match[1]);
  const error = output.replace(label, '');
  if (exitCode !== 0) return { how: 'failed', stage: 'ran', error, exitCode };
  const background = /moved to background \(PID: (\d+)\)/.exec(output)?.[1];
  if (background !== undefined) return { how: 'finished', output, background };
  const signal = /\nSignal: (?!\(none\)|0\b)([^\n]+)\n/.exec(`${output}\n`)?.[1];
  if (signal !== undefined && !printed) return { how: 'failed', stage: 'ran', error };
  return { how: 'finished', output, exitCode: 0 };
}

/** Without what a hook added: it stands behind the output. The same words inside of it are the tool's own. */
function withoutContext(text: string): string {
  const at = text.endsWith('</hook_context>') ? text.lastIndexOf('<hook_context>') : -1;
  if (at === -1) return stripEcho(text);
  let end = at;
  while (text[end - 1] === '\n') end -= 1;
  return stripEcho(text.slice(0, end));
}

/** The output without what the program and hooks put around it for the model. */
function inner(text: string): string {
  const bare = withoutContext(text);
  const match = /^<untrusted_context>\n([\s\S]*)\n<\/untrusted_context>\s*$/.exec(bare);
  return match?.[1] ?? bare;
}

/** What the record says a call was answered with: `result` of a call, or the content of the message behind it. */
export function responseOf(result: unknown, call: string): { error: boolean; text: string } | undefined {
  if (!Array.isArray(result)) return undefined;
  for (const part of result) {
    const given = asObject(asObject(part)?.functionResponse);
    if (given === undefined || textOf(given, 'id') !== call) continue;
    return answerText(asObject(given.response));
  }
  return undefined;
}

export function answerText(response: Payload | undefined): { error: boolean; text: string } {
  const error = response?.error;
  if (error !== undefined) return { error: true, text: typeof error === 'string' ? error : JSON.stringify(error) };
  const output = response?.output ?? response;
  return {
    error: false,
    text: typeof output === 'string' ? output : contentText(output) || JSON.stringify(output ?? ''),
  };
}
