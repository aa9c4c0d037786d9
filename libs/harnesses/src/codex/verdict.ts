import { asObject, contentText, wholeOf } from '../words/payload.ts';

/** How a call ended, as far as the text that the model was given tells. */
export type Verdict =
  | { readonly how: 'ok'; readonly exitCode?: number | undefined }
  | { readonly how: 'failed'; readonly stage: 'ran' | 'invalid'; readonly exitCode?: number | undefined }
  | { readonly how: 'denied'; readonly by: 'hook' | 'person' | 'rule' | 'unknown' }
  | { readonly how: 'interrupted' }
  /** The command goes on in the background, under this process id. */
  | { readonly how: 'running'; readonly process: string };

const invalid =
  /^(?:unsupported call|unsupported custom tool call|failed to parse function arguments|apply_patch verification failed|invalid )/i;
const failed = /^(?:[\w.]+ (?:verification )?failed\b|Script failed\b|Script error\b|error:|err:|tool call error)/i;
const byPerson = /\bRejected\(|(?:^|: )(?:exec command |patch )?rejected by user|^user (?:rejected|denied)/i;
const byRule = /(?:rejected by (?:user )?approval settings|approval policy is|blocked by policy|sandbox denied)/i;

/** Reads the output of a call. `exitCodes`: the tool is a shell, so that a code in the head of its output is its own. */
export function verdictOf(output: unknown, { exitCodes }: { exitCodes: boolean }): Verdict {
  const text = outputText(output);
  const head = text.slice(0, 600);
  const process = /^Process running with session ID (\d+)/m.exec(head)?.[1];
  if (exitCodes && process !== undefined) return { how: 'running', process };
  if (/^(?:Wall time: [\d.]+ seconds\n)?aborted by user/.test(head)) return { how: 'interrupted' };
  if (/^Command blocked by \w+ hook/.test(head)) return { how: 'denied', by: 'hook' };
  if (byRule.test(head.split('\n')[0]!)) return { how: 'denied', by: 'rule' };
  if (byPerson.test(head)) return { how: 'denied', by: 'person' };
  if (invalid.test(head)) return { how: 'failed', stage: 'invalid' };
  const exitCode = exitCodes ? exitCodeOf(output, head) : undefined;
  if (exitCode !== undefined)
    return exitCode === 0 ? { how: 'ok', exitCode } : { how: 'failed', stage: 'ran', exitCode };
  if (failed.test(head) || asObject(output)?.success === false) return { how: 'failed', stage: 'ran' };
  return { how: 'ok' };
}

/** The text of an output: itself, its parts, or what an older version wrapped in JSON. */
export function outputText(output: unknown): string {
  if (typeof output !== 'string') return contentText(asObject(output)?.content ?? output);
  const wrapped = parsedOutput(output);
  return typeof wrapped?.output === 'string' ? wrapped.output : output;
}

/** What a command printed, without the lines that the harness puts before it. */
export function printedBy(output: unknown): string {
  const text = outputText(output);
  const [, printed] =
    /^(?:Chunk ID: .*\n|Exit code: .*\n|Wall time: .*\n|Process (?:exited|running) with .*\n|Original token count: .*\n|Total output lines: .*\n)+Output:\n([\s\S]*)$/.exec(
      text,
    ) ?? [];
  return printed ?? text;
}

function exitCodeOf(output: unknown, head: string): number | undefined {
  const told = /^(?:Process exited with code|Exit code:) (-?\d{1,10})/m.exec(head)?.[1];
  if (told !== undefined) return Number(told);
  return typeof output === 'string' ? wholeOf(asObject(parsedOutput(output)?.metadata), 'exit_code') : undefined;
}

function parsedOutput(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{"output"')) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}
