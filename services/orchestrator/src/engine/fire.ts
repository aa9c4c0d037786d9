import type { FiringMatch, Trx } from '@hookline/db';
import { type Action, actionsOf, type Fired, nameOf } from '@hookline/rules';
import { eventId, newEvent } from '@hookline/schemas';
import { sql } from 'kysely';
import type { ActionContext } from '../actions/action.ts';
import { kindOf } from '../actions/index.ts';
import { jsonText, storable } from '../json-text.ts';
import { post } from '../outbox.ts';
import { send } from '../steering/commands.ts';
import { cancelOf } from '../work/commands.ts';

/**
 * Writes one firing down with everything it intends, in the transaction that moves the checkpoint. A firing that is there
 * already intends nothing again. Throws when one of its actions cannot be intended.
 */
export async function fire(trx: Trx, { standing, firing, position, facts }: Fired): Promise<void> {
  const trigger = firing.matches.at(-1);
  const actions = actionsOf(standing.rule, {
    firing: { id: firing.id, rule: firing.rule, key: firing.key },
    matches: firing.matches,
    facts,
    nowMs: firing.atMs,
  });
  const context: Omit<ActionContext, 'index'> = {
    cause: firing.cause,
    events: firing.matches.map(({ id }) => id),
    position: trigger?.position ?? position,
    time: trigger?.event.time ?? new Date(firing.atMs).toISOString(),
    kind: trigger?.event.kind ?? 'schedule',
    session: storable(trigger?.session ?? '-'),
    project: storable(trigger?.project ?? '-'),
  };
  const isSteering = firing.steers.length > 0;
  const does = isSteering
    ? [`tell whoever works on ${firing.steers.join(', ')}`]
    : actions.map((action) => kindOf(action).describe(action));
  const first = await trx
    .insertInto('firings')
    .values({
      firing: firing.id,
      rule: firing.rule,
      version: firing.version,
      key: storable(firing.key),
      position: context.position,
      project: context.project,
      session: context.session,
      clockMs: firing.atMs,
      matches: jsonText(firing.matches.map(matchOf)),
      cause: jsonText(firing.cause),
      actions: jsonText(does),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('firing')
    .executeTakeFirst();
  if (first === undefined) return;
  const { rule, version, key, cause } = firing;
  await post(
    trx,
    newEvent({
      kind: 'rule.fired',
      id: firing.id,
      source: 'urn:hookline:bus:orchestrator',
      subject: rule,
      time: context.time,
      project: context.project,
      session: context.session,
      origin: 'derived',
      causationid: context.events.at(-1),
      data: {
        rule,
        version,
        key,
        events: [...context.events],
        positions: firing.matches.map((match) => match.position),
        depth: cause.depth,
        chain: [...cause.chain],
        actions: does,
      },
    }),
  );
  for (const other of firing.cancels) {
    await cancelOf(trx, other, { by: `rule ${rule}`, reason: `firing ${firing.id} takes its place` });
  }
  if (isSteering) return await tell(trx, actions, context, firing.steers);
  for (const [index, action] of actions.entries()) {
    await kindOf(action).intend(trx, action, { ...context, index });
  }
}

/** Mode `steer`: whoever works on the earlier firings is told what this one would have asked for. */
async function tell(
  trx: Trx,
  actions: readonly Action[],
  { cause }: Omit<ActionContext, 'index'>,
  firings: readonly string[],
): Promise<void> {
  const text = textOf(actions);
  if (text === undefined) return;
  const rows = await trx
    .selectFrom('workItems')
    .innerJoin('sessionFacts', (join) =>
      join.on(sql<boolean>`facts -> 'cause' ->> 'firing' = firing and facts -> 'cause' ->> 'item' = item`),
    )
    .select(['item', 'sessionFacts.session'])
    .where('firing', 'in', [...firings])
    .where('state', '=', 'claimed')
    .where(sql<boolean>`facts -> 'cause' ->> 'firing' <> '' and not (facts ->> 'ended')::boolean`)
    .orderBy('item')
    .orderBy('sessionFacts.session')
    .limit(workersMax)
    .execute();
  for (const { item, session } of rows) {
    await send(trx, {
      id: eventId('steer', cause.firing, item, session),
      session,
      text,
      by: `rule ${cause.rule}`,
      expiresInMs: 30 * 60_000,
      firing: cause.firing,
      cause,
    });
  }
}

const workersMax = 100;

function textOf(actions: readonly Action[]): string | undefined {
  for (const action of actions) {
    const name = nameOf(action);
    if (name === 'steer' && 'steer' in action) return action.steer.text;
    if (name === 'work' && 'work' in action && action.work.prompt !== undefined)
      return action.work.prompt.slice(0, 4_000);
  }
  return undefined;
}

function matchOf({ id, position, session, step, event, cause }: Fired['firing']['matches'][number]): FiringMatch {
  return { id, position, kind: event.kind, time: event.time, session, step, of: cause?.firing ?? null };
}
