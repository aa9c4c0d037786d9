import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { type BusEvent, eventId, readEvent } from '@hookline/schemas';
import type { CountingSink } from './sink.ts';

/** What became of firings and items, by the log, the tables, the workers' ledgers and the sink. */
export interface WorkAccount {
  readonly firings: number;
  readonly firedInLog: number;
  readonly completed: number;
  readonly dead: number;
  /** Dead for another reason than that they could not be done: their holders were killed too often. */
  readonly deadByKills: number;
  readonly openItems: number;
  /** Items that came to their end while things were still being killed. */
  readonly endedMeanwhile: number;
  readonly doneTwice: number;
  readonly doneAndDead: number;
  readonly deadWithoutReason: number;
  readonly wrongEnds: number;
  /** Reports that the bus took although the item is held, by the log, with another fence. */
  readonly foreignReports: number;
  /** Reports that were refused because another held the item by then. */
  readonly refused: number;
  readonly attempts: number;
  readonly webhooksMissing: number;
  readonly webhooksUnknown: number;
  /** Webhooks that came more than once, which is allowed, with the same id. */
  readonly webhooksRepeated: number;
  readonly duplicates: number;
}

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  /** Folder with a file a worker: `done|fail <item> <fence>` a line, each taken by the bus. */
  readonly ledgers: string;
  readonly sink: CountingSink;
  readonly expected: number;
  /** When the last kill was, Unix milliseconds. */
  readonly lastKillMs: number;
}

export async function takeWorkAccount({ db, log, ledgers, sink, lastKillMs }: Parts): Promise<WorkAccount> {
  const events = await eventsIn(log);
  const of = <K extends BusEvent['kind']>(kind: K) =>
    events.filter((event): event is Extract<BusEvent, { kind: K }> => event.kind === kind);
  const items = await db.kysely
    .selectFrom('workItems')
    .select(['item', 'state', 'payload', 'attempt', 'error'])
    .execute();
  const firings = await db.kysely.selectFrom('firings').select('firing').execute();
  const fired = new Set(of('rule.fired').map(({ id }) => id));
  const done = countBy(of('work.completed').map(({ data }) => data.item));
  const fences = new Map(of('work.completed').map(({ data }) => [data.item, data.fence]));
  const dead = new Map(of('work.dead').map(({ data }) => [data.item, data.error]));
  const webhooks = new Set(firings.map(({ firing }) => `msg_${eventId('webhook', firing, 1)}`));
  const isImpossible = (payload: unknown) => Number((payload as { number: string }).number) % 40 === 0;
  return {
    firings: firings.length,
    firedInLog: fired.size,
    completed: items.filter(({ state }) => state === 'completed').length,
    dead: items.filter(({ state }) => state === 'dead').length,
    deadByKills: items.filter(({ state, payload }) => state === 'dead' && !isImpossible(payload)).length,
    openItems: items.filter(({ state }) => state !== 'completed' && state !== 'dead').length,
    endedMeanwhile: [...of('work.completed'), ...of('work.dead')].filter(({ time }) => Date.parse(time) < lastKillMs)
      .length,
    doneTwice: [...done.values()].filter((times) => times > 1).length,
    doneAndDead: [...done.keys()].filter((item) => dead.has(item)).length,
    deadWithoutReason: items.filter(({ item, state, error }) => state === 'dead' && !(error && dead.get(item))).length,
    wrongEnds: items.filter(({ state, payload }) => state === 'completed' && isImpossible(payload)).length,
    foreignReports: ledger(ledgers).filter(([verb, item, fence]) => verb === 'done' && fences.get(item) !== fence)
      .length,
    refused: of('work.refused').length,
    attempts: items.reduce((sum, { attempt }) => sum + attempt, 0),
    webhooksMissing: [...webhooks].filter((id) => !sink.times.has(id)).length,
    webhooksUnknown: [...sink.times.keys()].filter((id) => !webhooks.has(id)).length,
    webhooksRepeated: [...sink.times.values()].filter((times) => times > 1).length,
    duplicates: events.length - new Set(events.map(({ id }) => id)).size,
  };
}

function ledger(folder: string): (readonly [verb: string, item: string, fence: number])[] {
  return readdirSync(folder).flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.split(' ').length === 3)
      .map((line) => {
        const [verb, item, fence] = line.split(' ') as [string, string, string];
        return [verb, item, Number(fence)] as const;
      }),
  );
}

async function eventsIn(log: EventLog): Promise<BusEvent[]> {
  const { last } = await log.head();
  const events: BusEvent[] = [];
  const stop = new AbortController();
  for await (const batch of log.read(0, { signal: stop.signal })) {
    for (const { event } of batch) {
      const read = readEvent(event);
      if (read !== undefined) events.push(read);
    }
    if (batch.at(-1)!.position >= last) break;
  }
  stop.abort();
  return events;
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
