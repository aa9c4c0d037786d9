import type { WorkFollowUp } from '@hookline/db';
import type { WorkAction } from '@hookline/rules';
import { eventId } from '@hookline/schemas';
import { type Join, offer } from '../work/commands.ts';
import type { ActionContext, ActionKind } from './action.ts';

type Work = WorkAction['work'];

/** Puts a work item up on a queue; with children, one for each, which it waits for. */
export const workAction: ActionKind = {
  name: 'work',
  async intend(trx, action, context) {
    if (!('work' in action)) return;
    const { work } = action;
    const { cause, project, session, index } = context;
    await offer(trx, {
      ...termsOf(work),
      item: eventId('work', cause.firing, index),
      payload: payloadOf(work, context),
      attemptsMax: work.attempts,
      expiresMs: work.expiresMs,
      by: `rule ${cause.rule}`,
      firing: cause.firing,
      cause,
      ...(project !== '-' && { project }),
      ...(session !== '-' && { session }),
      ...(work.children !== undefined && {
        children: work.children.map((child) => ({ payload: payloadOf({ ...work, ...child }, context) })),
        join: joinOf(work.join, context),
      }),
    });
  },
  describe(action) {
    if (!('work' in action)) return '';
    const { queue, children } = action.work;
    return children === undefined
      ? `offer work on queue ${queue}`
      : `offer work in ${children.length} parts on queue ${queue}`;
  },
};

function termsOf({ queue, priority, timeoutMs, harness }: Work): Pick<WorkFollowUp, 'queue'> & Partial<WorkFollowUp> {
  return { queue, priority, timeoutMs, harness };
}

/** What the worker gets: the rule's own facts, how to work on it, and what it came of. */
function payloadOf(work: Work, { cause, events, position, session, project }: ActionContext): object {
  const { prompt, payload, model, budgetUsd, isolate, handoff } = work;
  return {
    ...payload,
    ...(prompt !== undefined && { prompt }),
    ...(model !== undefined && { model }),
    ...(budgetUsd !== undefined && { budgetUsd }),
    isolate,
    handoff,
    cause: {
      firing: cause.firing,
      rule: cause.rule,
      key: cause.key,
      event: events.at(-1) ?? '',
      position,
      session,
      project,
    },
  };
}

function joinOf(join: Work['join'], context: ActionContext): Join {
  if (join === undefined) return {};
  const { waits, withinMs, cancelRest, work } = join;
  return {
    on: waits,
    untilMs: withinMs,
    cancelRest,
    ...(work !== undefined && {
      next: { ...termsOf(work), attempts: work.attempts, payload: payloadOf(work, context) },
    }),
  };
}
