import {
  advanceCheckpoint,
  CheckpointMovedError,
  type Database,
  inSavepoint,
  isTransient,
  readCheckpoint,
  readHistory,
  type Trx,
} from '@hookline/db';
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
  /** Told of a firing that cannot be done, in one sentence: it is left out, everything after it goes on. */
  readonly onLeftOut: (sentence: string) => void;
}

/**
 * Matches events against the rules in force, from the stored checkpoint on, until `signal` aborts. A firing, what it
 * intends and the checkpoint are one transaction. Firings that the log tells of already are taken as fired, so that an
 * empty database read again from the start acts on nothing.
 */
export async function consume({ db, log, signal, rules, onProgress, onLeftOut }: Parts): Promise<void> {
  const { identity } = await log.head();
  let position = (await readCheckpoint(db, consumer))?.position ?? 0;
  onProgress(position);
  for await (const batch of readHistory({ db, log }, position, { signal })) {
    const found = matches(batch, rules(), onLeftOut);
    const last = batch.at(-1)!;
    const move = { from: position, to: last.position, lastId: last.event.id, logIdentity: identity };
    const take = (one: (trx: Trx, match: Match) => Promise<void>) =>
      db.transaction(async (trx) => {
        await advanceCheckpoint(trx, consumer, move);
        for (const match of found) await one(trx, match);
      });
    try {
      await take(fire);
    } catch (error) {
      if (found.length === 0 || isTransient(error) || error instanceof CheckpointMovedError) throw error;
      // One of them can never be done; with a savepoint for each, only that one is left out.
      await take(async (trx, match) => {
        const fault = await inSavepoint(trx, () => fire(trx, match));
        if (fault !== undefined) onLeftOut(leftOut(match.firing.rule, match.position, fault));
      });
    }
    position = last.position;
    onProgress(position);
  }
}

function leftOut(rule: string, position: number, fault: unknown): string {
  const reason = fault instanceof Error ? fault.message : String(fault);
  return `rule ${rule} did not fire for the event at position ${position}: ${reason}`;
}

interface Match {
  readonly firing: Firing;
  readonly event: BusEvent;
  readonly position: number;
}

function matches(batch: readonly RecordedEvent[], rules: readonly GatedRule[], onLeftOut: Parts['onLeftOut']): Match[] {
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
      try {
        const verdict = matchRule(rule, event);
        if ('firing' in verdict) found.push({ firing: verdict.firing, event, position });
      } catch (error) {
        onLeftOut(leftOut(rule.name, position, error));
      }
    }
  }
  return found;
}

async function fire(trx: Trx, { firing, event, position }: Match): Promise<void> {
  const { id, rule, version, key, events, actions } = firing;
  const first = await trx
    .insertInto('firings')
    .values({ firing: id, rule, version, key: key.replaceAll('\0', '␀'), position })
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
