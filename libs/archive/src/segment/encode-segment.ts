import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RecordedEvent } from '@hookline/schemas';
import type { SegmentFormat } from '../manifest.ts';

const packed = promisify(gzip);
const unpacked = promisify(gunzip);

/** What a segment unpacks to at most, in bytes: more than any that is written here. */
const unpackedBytesMax = 512 * 2 ** 20;

export const fileEnding: Readonly<Record<SegmentFormat, string>> = { jsonl: 'jsonl.gz', parquet: 'parquet' };

/** The file of a segment. The same events give the same bytes. */
export async function encodeSegment(format: SegmentFormat, events: readonly RecordedEvent[]): Promise<Uint8Array> {
  if (format === 'parquet') {
    const { eventColumns, parquetBytes } = await import('@hookline/exports');
    return await parquetBytes([...eventColumns, { name: 'event', type: 'json', of: ({ event }) => event }], events);
  }
  return await packed(Buffer.from(events.map((one) => `${JSON.stringify(one)}\n`).join('')));
}

/** The events of a segment's file, as they were recorded. Throws for a file that is none. */
export async function decodeSegment(format: SegmentFormat, bytes: Uint8Array): Promise<RecordedEvent[]> {
  if (format === 'parquet') {
    const { parquetReadObjects } = await import('hyparquet');
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file, columns: ['position', 'event'] });
    return rows.map(({ position, event }) => ({
      position: Number(position),
      event: typeof event === 'string' ? JSON.parse(event) : event,
    }));
  }
  const text = (await unpacked(bytes, { maxOutputLength: unpackedBytesMax })).toString('utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as RecordedEvent]));
}
