import { advanceCheckpoint, type Database, readCheckpoint, readHistory, type Trx } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { type Firing, matchRule, rulesByKind } from '@hookline/rules';
import { type BusEvent, newEvent, type RecordedEvent, readEvent } from '@hookline/schemas';
import { kindOf } from '../actions/index.ts';
import { post } from '../outbox.ts';
import type { GatedRule } from './publish-rules.ts';

/** Name of the checkpoint of this consumer. */
const consumer = 'orchestrator';

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly signal: AbortSignal;
  /** The rules in force now; asked for anew with every batch. */
  readonly rules: () => readonly GatedRule[];
  readonly onProgress: (position: number) => void;
}

/**
 * Matches events against the rules in force, from the stored checkpoint on, until `signal` aborts. A firing, what it
 * intends and the checkpoint are one transaction. Firings that the log tells of already are taken as fired, so that an
 * empty database read again from the start acts on nothing.
 */
export async function consume({ db, log, signal, rules, onProgress }: Parts): Promise<void> {
  const { identity } = await log.head();
  let position = (await readCheckpoint(db, consumer))?.position ?? 0;
  onProgress(position);
  for await (const batch of readHistory({ db, log }, position, { signal })) {
    const found = matches(batch, rules());
    const last = batch.at(-1)!;
    await db.transaction(async (trx) => {
      await advanceCheckpoint(trx, consumer, {
        from: position,
        to: last.position,
        lastId: last.event.id,
        logIdentity: identity,
      });
      for (const { firing, event, position: at } of found) await fire(trx, firing, event, at);
    });
    position = last.position;
    onProgress(position);
  }
}

interface Match {
  /** Undefined for a firing that the log tells of. */
  readonly firing: Firing;
  readonly event: BusEvent;
  readonly position: number;
}

function matches(batch: readonly RecordedEvent[], rules: readonly GatedRule[]): Match[] {
  const found: Match[] = [];
  const byKind = rulesByKind(rules, ({ rule }) => rule);
  for (const { position, event: stored } of batch) {
    const event = readEvent(stored);
    if (event === undefined) continue;
    if (event.kind === 'rule.fired') {
      const { rule, version, key, events } = event.data;
      found.push({ firing: { id: event.id, rule, version, key, events, actions: [] }, event, position });
    }
    for (const { rule, gate } of byKind.get(event.kind) ?? []) {
      if (position <= gate) continue;
      const verdict = matchRule(rule, event);
      if ('firing' in verdict) found.push({ firing: verdict.firing, event, position });
    }
  }
  return found;
}

async function fire(trx: Trx, firing: Firing, event: BusEvent, position: number): Promise<void> {
  const { id, rule, version, key, events, actions } = firing;
  const first = await trx
    .insertInto('firings')
    .values({ firing: id, rule, version, key, position })
    .onConflict((conflict) => conflict.doNothing())
    .returning('firing')
    .executeTakeFirst();
  if (first === undefined || actions.length === 0) return;
  await post(
    trx,
    newEvent({
      kind: 'rule.fired',
      id,
      source: 'urn:hookline:bus:orchestrator',
      subject: rule,
      time: event.time,
      project: event.project,
      session: event.session,
      origin: 'derived',
      causationid: event.id,
      data: { rule, version, key, events: [...events], positions: [position] },
    }),
  );
  for (const [index, action] of actions.entries()) {
    await kindOf(action).intend(trx, action, { firing, event, position, index });
  }
}
