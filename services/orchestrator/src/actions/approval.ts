import type { Action } from '@hookline/rules';
import { eventId } from '@hookline/schemas';
import { ask } from '../approvals/ask.ts';
import type { ActionKind } from './action.ts';

const [textShown, questionShown] = [1_000, 200];

/** Asks a person, and holds back what is done upon yes. `describe` says each of those in a line. */
export function approvalAction(describe: (action: Action) => string): ActionKind {
  /** Whoever says yes has to see what an agent will be asked or told. */
  const lineOf = (action: Action) => {
    if ('steer' in action) return `tell the session ${action.steer.session}: ${cut(action.steer.text, textShown)}`;
    const prompt = 'work' in action ? action.work.prompt : undefined;
    return prompt === undefined ? describe(action) : `${describe(action)}: ${cut(prompt, textShown)}`;
  };
  return {
    name: 'approval',
    async intend(trx, action, context) {
      if (!('approval' in action)) return;
      const { question, expiresMs, then: held, notify } = action.approval;
      const { cause, project, session, position, index } = context;
      await ask(trx, {
        id: eventId('approval', cause.firing, index),
        question,
        by: `rule ${cause.rule}`,
        expiresInMs: expiresMs,
        project,
        session,
        position,
        held: { actions: held, context },
        lines: held.map(lineOf),
        firing: cause.firing,
        cause,
        notify,
      });
    },
    describe(action) {
      if (!('approval' in action)) return '';
      const { question, then: held } = action.approval;
      return `ask a person: ${cut(question, questionShown)}; upon yes: ${held.map(describe).join('; ')}`;
    },
  };
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
