import { notify, type Trx } from '@hookline/db';
import { eventId, newEvent } from '@hookline/schemas';
import { post } from '../outbox.ts';
import { rulesChannel } from '../sources/api.ts';
import { decideNow } from './decided.ts';

/** Stands for all rules in `rule_switches`. */
export const everything = '*';

/** Who throws a switch, and why. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
}

/** A switch that was thrown: a paused rule, or `*` when everything is stopped. */
export interface Switch extends Reason {
  readonly rule: string;
  /** True when the bus threw it by itself. */
  readonly automatic: boolean;
  readonly since: string;
}

/**
 * Keeps a rule from acting, from the next transaction of the engine on. What would have fired meanwhile is held and never
 * made up for. False where it is paused already.
 */
export async function pauseRule(trx: Trx, rule: string, why: Reason & { automatic: boolean }): Promise<boolean> {
  const { by, reason, automatic } = why;
  const at = await throwSwitch(trx, { rule, by, reason, automatic });
  if (at === undefined) return false;
  await say(trx, at, rule, { kind: 'rule.paused', data: { rule, by, reason, automatic } });
  return true;
}

/** Lets a paused rule act again. False where it is not paused. */
export async function resumeRule(trx: Trx, rule: string, { by, reason }: Partial<Reason> & { by: string }) {
  const at = await takeBack(trx, rule);
  if (at === undefined) return false;
  await say(trx, at, rule, { kind: 'rule.resumed', data: { rule, by, ...(reason !== undefined && { reason }) } });
  return true;
}

/** Keeps every rule from acting, from the next transaction of the engine on. False where everything is stopped already. */
export async function stopAll(trx: Trx, { by, reason }: Reason): Promise<boolean> {
  const at = await throwSwitch(trx, { rule: everything, by, reason, automatic: false });
  if (at === undefined) return false;
  await say(trx, at, everything, { kind: 'orchestration.stopped', data: { by, reason } });
  return true;
}

/** Lets rules act again; those that are paused stay paused. False where nothing is stopped. */
export async function resumeAll(trx: Trx, { by, reason }: Partial<Reason> & { by: string }): Promise<boolean> {
  const at = await takeBack(trx, everything);
  if (at === undefined) return false;
  await say(trx, at, everything, {
    kind: 'orchestration.resumed',
    data: { by, ...(reason !== undefined && { reason }) },
  });
  return true;
}

/** What is paused and stopped now. */
export async function readSwitches(trx: Pick<Trx, 'selectFrom'>): Promise<Switch[]> {
  return await trx.selectFrom('ruleSwitches').selectAll().orderBy('rule').execute();
}

export const subjectOf = (rule: string) => `switch:${rule}`;

async function throwSwitch(trx: Trx, thrown: Omit<Switch, 'since'>): Promise<string | undefined> {
  const since = await decideNow(trx, subjectOf(thrown.rule));
  const row = await trx
    .insertInto('ruleSwitches')
    .values({ ...thrown, since })
    .onConflict((conflict) => conflict.doNothing())
    .returning('rule')
    .executeTakeFirst();
  return row === undefined ? undefined : since;
}

async function takeBack(trx: Trx, rule: string): Promise<string | undefined> {
  const at = await decideNow(trx, subjectOf(rule));
  const row = await trx.deleteFrom('ruleSwitches').where('rule', '=', rule).returning('rule').executeTakeFirst();
  return row === undefined ? undefined : at;
}

type Said =
  | { kind: 'rule.paused'; data: { rule: string; by: string; reason: string; automatic: boolean } }
  | { kind: 'rule.resumed'; data: { rule: string; by: string; reason?: string } }
  | { kind: 'orchestration.stopped'; data: { by: string; reason: string } }
  | { kind: 'orchestration.resumed'; data: { by: string; reason?: string } };

async function say(trx: Trx, time: string, rule: string, said: Said): Promise<void> {
  const event = newEvent({
    ...said,
    id: eventId(said.kind, rule, time),
    source: 'urn:hookline:bus:orchestrator',
    subject: rule,
    time,
    origin: 'derived',
  } as never);
  await post(trx, event);
  await notify(trx, rulesChannel, '');
}
