import { type BulkColumn, selectUnnested, type Trx, unnest } from '@hookline/db';
import { sql } from 'kysely';
import type { ArrangedEvent } from '../arrange.ts';
import { type AnyProjection, type ColumnType, columnOf } from '../projection.ts';
import { HashSum, rowHash } from '../row-hash.ts';
import { storableRow, storableText } from '../storable.ts';

/** An event that a projection could not fold: its session is left alone from there on, all others go on. */
export interface Poison {
  readonly session: string;
  readonly position: number;
  readonly eventId: string;
  readonly error: string;
}

/** An event, or why it could not be read. */
export interface Readable {
  readonly session: string;
  readonly position: number;
  readonly id: string;
  readonly arranged?: ArrangedEvent | undefined;
  readonly error?: string;
}

/** What a batch did to one table. */
export interface Folded {
  readonly stateHash: string;
  readonly poisoned: readonly Poison[];
}

type Row = Record<string, unknown>;

interface Slot {
  readonly session: string;
  readonly key: string;
  row: Row | undefined;
  /** The hash of the row as it is stored; undefined for a row that is not there yet. */
  storedHash: string | undefined;
  changed: boolean;
}

/**
 * Folds events, in the order given, into one generation's table. Sessions in `without` are left out. What a poisoned
 * session was before its bad event is kept.
 */
export async function foldBatch(
  trx: Trx,
  target: { readonly projection: AnyProjection; readonly relation: string; readonly stateHash: string },
  events: readonly Readable[],
  without: ReadonlySet<string>,
): Promise<Folded> {
  const { projection, relation } = target;
  const poisoned = new Map<string, Poison>();
  const slots = new Map<string, Slot>();
  const work: { readable: Readable; arranged: ArrangedEvent; key: string; slot: Slot }[][] = [];
  const poison = ({ session, position, id }: Readable, error: unknown) => {
    if (poisoned.has(session)) return;
    poisoned.set(session, { session, position, eventId: id, error: wordsOf(error) });
  };
  for (const readable of events) {
    const { arranged, session } = readable;
    if (without.has(session) || poisoned.has(session)) continue;
    if (arranged === undefined) {
      if (readable.error !== undefined) poison(readable, readable.error);
      continue;
    }
    try {
      const keys = projection.keysOf(arranged);
      if (keys.length > 0)
        work.push(keys.map((key) => ({ readable, arranged, key, slot: slotOf(slots, session, key) })));
    } catch (error) {
      poison(readable, error);
    }
  }
  if (slots.size === 0) return { stateHash: target.stateHash, poisoned: [...poisoned.values()] };
  if (!projection.rowPerEvent) await load(trx, projection, relation, [...slots.values()]);
  for (const steps of work) {
    const { readable } = steps[0]!;
    const poisonedAt = poisoned.get(readable.session)?.position;
    if (poisonedAt !== undefined && poisonedAt <= readable.position) continue;
    try {
      const rows = steps.map(({ slot, arranged, key }) => projection.evolve(slot.row, arranged, key) as Row);
      steps.forEach(({ slot }, index) => {
        slot.row = rows[index];
        slot.changed = true;
      });
    } catch (error) {
      poisoned.delete(readable.session);
      poison(readable, error);
    }
  }
  const changed = [...slots.values()].filter((slot) => slot.changed);
  const hashes = changed.map(({ row }) => rowHash(projection, storableRow(projection, row!)));
  const sum = new HashSum(target.stateHash);
  changed.forEach(({ storedHash }, index) => {
    if (storedHash !== undefined) sum.take(storedHash);
    sum.add(hashes[index]!);
  });
  if (changed.length > 0) await save(trx, projection, relation, changed, hashes);
  return { stateHash: sum.toString(), poisoned: [...poisoned.values()] };
}

function slotOf(slots: Map<string, Slot>, session: string, key: string): Slot {
  const text = storableText(key);
  const place = `${session}\n${text}`;
  let slot = slots.get(place);
  if (slot === undefined) {
    slot = { session, key: text, row: undefined, storedHash: undefined, changed: false };
    slots.set(place, slot);
  }
  return slot;
}

async function load(trx: Trx, projection: AnyProjection, relation: string, slots: readonly Slot[]): Promise<void> {
  const { key } = projection;
  const given: BulkColumn[] = [{ name: 'at_session', type: 'text', values: slots.map(({ session }) => session) }];
  if (key !== undefined) given.push({ name: 'at_key', type: 'text', values: slots.map((slot) => slot.key) });
  const fields = Object.keys(projection.columns);
  const selected = fields.map((field) => `m."${columnOf(field)}" as "${field}"`).join(', ');
  const { rows } = await sql<Row>`
    select g.ordinality as slot, ${sql.raw(selected)}, m.row_hash as "rowHash"
    from ${unnest(given)} with ordinality as g(${sql.raw(given.map(({ name }) => name).join(', '))}, ordinality)
    join ${sql.raw(`models."${relation}" m`)}
      on m.session = g.at_session ${key === undefined ? sql`` : sql.raw(`and m."${columnOf(key)}" = g.at_key`)}
  `.execute(trx.withoutPlugins());
  for (const { slot, rowHash: stored, ...row } of rows) {
    const target = slots[Number(slot) - 1]!;
    target.row = row;
    target.storedHash = String(stored).replaceAll('-', '');
  }
}

async function save(
  trx: Trx,
  projection: AnyProjection,
  relation: string,
  slots: readonly Slot[],
  hashes: readonly string[],
): Promise<void> {
  const columns: BulkColumn[] = Object.entries(projection.columns).map(([field, type]) => ({
    name: columnOf(field),
    type,
    values: slots.map(({ row }) => stored(row![field], type)),
  }));
  columns.push({ name: 'row_hash', type: 'uuid', values: hashes });
  const names = columns.map(({ name }) => `"${name}"`);
  const keys = projection.key === undefined ? ['"session"'] : ['"session"', `"${columnOf(projection.key)}"`];
  const updates = names.filter((name) => !keys.includes(name)).map((name) => `${name} = excluded.${name}`);
  await sql`
    insert into ${sql.raw(`models."${relation}" (${names.join(', ')})`)} ${selectUnnested(columns)}
    on conflict (${sql.raw(keys.join(', '))}) do update set ${sql.raw(updates.join(', '))}`.execute(trx);
}

function stored(value: unknown, type: ColumnType): string | null {
  if (value === null || value === undefined) return null;
  return type === 'json' ? JSON.stringify(value) : String(value);
}

const errorLengthMax = 2_000;

export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return storableText(words).slice(0, errorLengthMax);
}
