import { agents } from './agents/agents.ts';
import { calls } from './calls/calls.ts';
import { code } from './code/code.ts';
import { files } from './files/files.ts';
import { messages } from './messages/messages.ts';
import { plans } from './plans/plans.ts';
import type { AnyProjection } from './projection.ts';
import { pulls } from './pulls/pulls.ts';
import { refs } from './refs/refs.ts';
import { sessions } from './sessions/sessions.ts';
import { turns } from './turns/turns.ts';
import { usage } from './usage/usage.ts';

/** Every read model there is. A new one is a folder and a line here; a new version stands beside the old until it is live. */
export const projections: readonly AnyProjection[] = [
  sessions,
  turns,
  calls,
  messages,
  files,
  agents,
  plans,
  usage,
  refs,
  code,
  pulls,
];
