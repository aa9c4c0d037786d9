/**
 * How many rows a second the projector writes when it fills the archive and all read models from the beginning, against
 * a plain script that puts the same finished rows into the same tables with multi-row inserts. Both alternate, on one
 * PostgreSQL. `node test/benchmarks/projector.ts [--events 200000] [--json FILE]`
 */
import { parseArgs } from 'node:util';
import { ensurePartitions, openDatabase } from '@hookline/db';
import {
  buildStep,
  compareWithLive,
  type FoldedRows,
  firstCheckpoint,
  foldEvents,
  listProjections,
  prepareGenerations,
  projectBatch,
  projections,
  requestRebuild,
} from '@hookline/projections';
import { orderOf, parseType, type RecordedEvent } from '@hookline/schemas';
import { testDatabase } from '@hookline/testing';
import pg from 'pg';
import { eventGroups } from './projector-events.ts';
import { report } from './report.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    batch: { type: 'string', default: '1000' },
    json: { type: 'string' },
  },
});
const eventsMax = Number(values.events);
const batchSize = Number(values.batch);

await using projected = await testDatabase();
await using plain = await testDatabase();
await using db = await openDatabase(projected.url);
await prepareGenerations(db, projections);
{
  await using tables = await openDatabase(plain.url);
  await prepareGenerations(tables, projections);
  await ensurePartitions(tables, eventGroups().next().value ?? [], new Date());
}
const script = new pg.Client({ connectionString: plain.url });
script.on('error', () => {});
await script.connect();

const figure = { events: 0, rows: 0, projectorMs: 0, plainMs: 0 };
const memory: number[] = [];
let checkpoint = firstCheckpoint('benchmark');
for (const group of eventGroups()) {
  if (figure.events >= eventsMax) break;
  for (let at = 0; at < group.length; at += batchSize) {
    const batch = group.slice(at, at + batchSize);
    const begun = performance.now();
    checkpoint = (await projectBatch(db, projections, checkpoint, batch)).checkpoint;
    figure.projectorMs += performance.now() - begun;
  }
  const rows = finishedRows(group);
  const begun = performance.now();
  for (const [table, ofTable] of rows) await insertPlainly(table, ofTable);
  figure.plainMs += performance.now() - begun;
  figure.events += group.length;
  for (const [, ofTable] of rows) figure.rows += ofTable.length;
  memory.push(process.memoryUsage().rss / 2 ** 20);
}
await script.end();

const ratio = figure.plainMs / figure.projectorMs;
const perSecond = (count: number, ms: number) => Math.round(count / (ms / 1_000)).toLocaleString('en');
console.log(`${figure.events.toLocaleString('en')} events, ${figure.rows.toLocaleString('en')} rows`);
console.log(
  `projector     ${perSecond(figure.rows, figure.projectorMs)} rows/s, ${perSecond(figure.events, figure.projectorMs)} events/s`,
);
console.log(`plain inserts ${perSecond(figure.rows, figure.plainMs)} rows/s`);
console.log(`ratio         ${ratio.toFixed(2)} (bar: 0.5)`);
const early = Math.max(...memory.slice(0, Math.ceil(memory.length / 3)));
const late = Math.max(...memory.slice(-Math.ceil(memory.length / 3)));
console.log(`memory        ${Math.round(early)} MB at most in the first third, ${Math.round(late)} MB in the last`);

const begunBuilding = performance.now();
for (const name of new Set(projections.map((one) => one.name))) await requestRebuild(db, name);
let step = await buildStep(db, projections, batchSize);
while (step !== undefined) step = await buildStep(db, projections, batchSize);
const rebuildMs = performance.now() - begunBuilding;
const rebuildRatio = figure.projectorMs / rebuildMs;
console.log(
  `rebuild       ${perSecond(figure.events, rebuildMs)} events/s, ${rebuildRatio.toFixed(2)} of live (bar: 1)`,
);
let same = true;
for (const { name } of await listProjections(db)) same &&= (await compareWithLive(db, name))?.same === true;
console.log(`hashes        ${same ? 'the rebuilt read models are equal to the live ones' : 'DIFFERENT'}`);
report(
  {
    benchmark: 'projector',
    figures: [
      {
        what: `projector, back-fill of ${figure.events.toLocaleString('en')} events`,
        figure: `${perSecond(figure.rows, figure.projectorMs)} rows/s`,
        yardstick: `plain inserts: ${perSecond(figure.rows, figure.plainMs)} rows/s`,
        ratio,
        bar: '≥ 0.5×',
        met: ratio >= 0.5,
      },
      {
        what: 'rebuild beside the live read models',
        figure: `${perSecond(figure.events, rebuildMs)} events/s`,
        yardstick: `live: ${perSecond(figure.events, figure.projectorMs)} events/s`,
        ratio: rebuildRatio,
        bar: '≥ 1×, the same hashes',
        met: rebuildRatio >= 1 && same,
      },
      {
        what: 'memory of the projector, last third of the events',
        figure: `${Math.round(late)} MB`,
        yardstick: `first third: ${Math.round(early)} MB`,
        ratio: late / early,
        bar: 'flat: ≤ 1.1×',
        met: late / early <= 1.1,
      },
    ],
    details: { ...figure, memoryMb: { early, late }, same },
  },
  values.json,
);

/** What the tables hold once a group of sessions is done, as parameters of an insert. */
function finishedRows(group: readonly RecordedEvent[]): [string, Record<string, unknown>[]][] {
  const folded = foldEvents(group);
  return [
    ['event_ids', group.map(({ position, event }) => ({ id: event.id, position, recordedAt: event.recordedtime }))],
    ['events', group.map(archived)],
    ...projections.map(({ name, version, columns }): [string, Record<string, unknown>[]] => [
      `models.${name}_v${version}`,
      (folded[name as keyof FoldedRows] as unknown as Record<string, unknown>[]).map((row) => ({
        ...Object.fromEntries(
          Object.entries(columns).map(([field, type]) => [
            field,
            type === 'json' && row[field] !== null ? JSON.stringify(row[field]) : row[field],
          ]),
        ),
        rowHash: '0'.repeat(32),
      })),
    ]),
  ];
}

function archived({ position, event }: RecordedEvent): Record<string, unknown> {
  const { kind, version } = parseType(event.type)!;
  const { id, tenant, project, session, time, recordedtime: recordedAt } = event;
  const orderKey = orderOf(event);
  return {
    position,
    id,
    kind,
    version,
    tenant,
    project,
    session,
    time,
    recordedAt,
    orderKey,
    event: JSON.stringify(event),
  };
}

async function insertPlainly(table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  for (let at = 0; at < rows.length; at += 500) {
    const some = rows.slice(at, at + 500);
    const fields = Object.keys(some[0]!);
    const columns = fields.map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
    const places = some.map(
      (_, row) => `(${fields.map((_, field) => `$${row * fields.length + field + 1}`).join(',')})`,
    );
    const parameters = some.flatMap((row) => fields.map((field) => row[field]));
    await script.query(`insert into ${table} (${columns.join(',')}) values ${places.join(',')}`, parameters);
  }
}
