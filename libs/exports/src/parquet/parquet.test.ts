import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { tourEvents } from '../recorded-session.ts';
import { eventColumns } from './event-columns.ts';
import { type ParquetColumn, parquetBytes, parquetOf } from './parquet-stream.ts';

const recorded = tourEvents().cloudEvents.map((event, index) => ({
  position: index + 1,
  event: { ...event, recordedtime: event.time },
})) as never as Parameters<(typeof eventColumns)[number]['of']>[0][];

const read = async (bytes: Uint8Array) => await parquetReadObjects({ file: bufferOf(bytes) });

test('events come back from the file as they went in', async () => {
  const bytes = await parquetBytes(eventColumns, recorded);

  const rows = await read(bytes);

  expect(rows).toHaveLength(recorded.length);
  for (const [index, row] of rows.entries()) {
    const { event, position } = recorded[index]!;
    expect(row.position).toBe(BigInt(position));
    expect([row.id, row.session, row.agent ?? undefined]).toEqual([event.id, event.session, event.agent]);
    expect((row.time as Date).toISOString()).toBe(new Date(event.time).toISOString());
    expect(JSON.parse(String(row.data))).toEqual(event.data);
  }
  expect(Buffer.compare(await parquetBytes(eventColumns, recorded), bytes)).toBe(0);
});

test('no events make a table without rows', async () => {
  expect(await read(await parquetBytes(eventColumns, []))).toEqual([]);
});

interface Row {
  readonly at: string | null;
  readonly day?: string;
  readonly count: number | null;
  readonly ratio: number | null;
  readonly good: boolean | null;
  readonly said: unknown;
}

const columns: readonly ParquetColumn<Row>[] = [
  { name: 'at', type: 'timestamp', of: ({ at }) => at },
  { name: 'day', type: 'date', of: ({ day }) => day },
  { name: 'count', type: 'bigint', of: ({ count }) => count },
  { name: 'ratio', type: 'double', of: ({ ratio }) => ratio },
  { name: 'good', type: 'boolean', of: ({ good }) => good },
  { name: 'said', type: 'json', of: ({ said }) => said },
];

test('every type comes back, and so does nothing', async () => {
  const rows = await read(
    await parquetBytes(columns, [
      { at: '2026-11-22T10:00:00.123Z', day: '2026-11-22', count: 2 ** 40, ratio: 0.25, good: false, said: { a: [1] } },
      { at: null, count: null, ratio: null, good: null, said: null },
    ]),
  );

  expect(rows).toEqual([
    {
      at: new Date('2026-11-22T10:00:00.123Z'),
      day: new Date('2026-11-22'),
      count: BigInt(2 ** 40),
      ratio: 0.25,
      good: false,
      said: '{"a":[1]}',
    },
    { at: null, day: null, count: null, ratio: null, good: null, said: null },
  ]);
});

test('a group is written as soon as it has its rows or its characters, before the next row is asked for', async () => {
  let asked = 0;
  async function* rows(): AsyncGenerator<Row> {
    for (; asked < 10; ) {
      asked += 1;
      yield { at: null, count: asked, ratio: null, good: null, said: 'x'.repeat(asked === 1 ? 100 : 1) };
    }
  }
  const pieces: Uint8Array[] = [];
  const askedAtPiece: number[] = [];

  for await (const piece of parquetOf(columns, rows(), { groupRows: 4, groupCharacters: 100 })) {
    pieces.push(piece);
    askedAtPiece.push(asked);
  }

  expect(askedAtPiece).toEqual([1, 5, 9, 10, 10]);
  const bytes = Buffer.concat(pieces);
  expect(parquetMetadata(bufferOf(bytes)).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([1, 4, 4, 1]);
  expect((await read(bytes)).map(({ count }) => Number(count))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}
