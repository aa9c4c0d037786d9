import type { Guard, Ruled } from './asker.ts';

/** What an agent is told where a call must not run without an answer, and there is none. */
export const unanswered =
  'Hookline gave no answer whether this call may run, and a policy says that without one it may not. It is no fault of ' +
  'the call: a person has to look at it (`hookline doctor`)';

/** What a shim prints by itself where a call must not run without an answer, and there is none: one line. */
export function denialOf(guard: Guard): string {
  return guard.answer({ decision: 'deny', reason: unanswered }, undefined).trimEnd();
}

/** The answer of harnesses that take the JSON that Claude Code introduced. `says`: what they take beside a deny. */
export function hookRuling(event: string, says: readonly Ruled['decision'][]): Guard['answer'] {
  return (ruled, text) => {
    const isSaid = ruled !== undefined && says.includes(ruled.decision);
    if (!isSaid && text === undefined) return '\n';
    const output = {
      hookEventName: event,
      ...(isSaid && { permissionDecision: ruled.decision, permissionDecisionReason: ruled.reason }),
      ...(text !== undefined && { additionalContext: text }),
    };
    return `${JSON.stringify({ hookSpecificOutput: output })}\n`;
  };
}

/** The answer of harnesses that take a word that stops a call, and its reason, and nothing else. */
export function wordRuling(word: string): Guard['answer'] {
  return (ruled) =>
    ruled?.decision === 'deny' ? `${JSON.stringify({ decision: word, reason: ruled.reason })}\n` : '\n';
}
