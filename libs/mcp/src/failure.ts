import { HooklineError } from '@hookline/client';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { harmless } from './harmless.ts';

/** Any failure as a model is told it: what happened, and how to go on. Nothing else of an error leaves the process. */
export function failureOf(error: unknown, timeoutMs: number, subject?: string): CallToolResult {
  return { content: [{ type: 'text', text: harmless(failureSentence(error, timeoutMs, subject)) }], isError: true };
}

/** The same as one sentence or two. */
export function failureSentence(error: unknown, timeoutMs: number, subject = memory): string {
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return `${subject} did not answer within ${timeoutMs} ms. Go on without it; trying again later may help.`;
  }
  if (!(error instanceof HooklineError)) return `${subject} failed at this. Go on without it.`;
  switch (error.status) {
    case 0:
      return `${subject} is away (${error.code}). Go on without it; the person can run \`hookline doctor\`.`;
    case 401:
    case 403:
      return `${subject} refused: ${said(error)}. Go on without it; the person has to give this server another token.`;
    case 404:
      return subject === memory ? `${said(error)}. memory_search gives the ids there are.` : `${said(error)}.`;
    default:
      return error.retryable
        ? `${subject} cannot answer now (${error.status}). Go on without it; trying again later may help.`
        : `${said(error)}.${error.issues.map((issue) => ` ${issue}.`).join('')}`;
  }
}

const memory = 'The memory';

const said = (error: HooklineError) =>
  error.message.replace(/^[A-Z]+ \S+ was answered with \d+: /, '').replace(/\.$/, '');
