import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { initialCursor, parseRecord, type RecordCursor, type RecordFile, type RecordRow } from '@hookline/harnesses';

/** Rows that follow one another, and the cursor after them. `rewritten`: the file is shorter than what was read. */
export type RecordPart =
  | { readonly rows: RecordRow[]; readonly cursor: RecordCursor; readonly rewritten?: undefined }
  | { readonly rewritten: true };

const CHUNK_BYTES = 1024 ** 2;
const ROW_BYTES_MAX = 64 * 1024 ** 2;
const META_BYTES_MAX = 1024 ** 2;

/**
 * Reads a file of a harness's own record from a cursor to its present end, a part at a time. A file that is not there
 * has no parts, nor has what is no file; an unfinished last row waits for next time, or counts as finished with
 * `toTheEnd`; a row larger than 64 MiB is passed over and counted.
 */
export async function* readRecord(
  file: RecordFile,
  from: RecordCursor | undefined,
  { toTheEnd = false }: { toTheEnd?: boolean } = {},
): AsyncGenerator<RecordPart> {
  let handle: FileHandle;
  try {
    // Not to block: a path that a payload names may lead to a pipe that nobody writes to.
    handle = await open(file.path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return;
  }
  try {
    const found = await handle.stat();
    if (!found.isFile()) return;
    if (file.file === 'meta') {
      const bytes = await readAt(handle, 0, META_BYTES_MAX);
      if (bytes.length > 0) yield parseRecord(bytes, initialCursor(), file);
      return;
    }
    const { size } = found;
    let cursor = from ?? initialCursor();
    if (size < cursor.offset) {
      yield { rewritten: true };
      return;
    }
    let chunkBytes = CHUNK_BYTES;
    while (cursor.offset < size) {
      const bytes = await readAt(handle, cursor.offset, Math.min(chunkBytes, size - cursor.offset));
      if (bytes.length === 0) return;
      const part = parseRecord(bytes, cursor, file);
      if (part.cursor.offset > cursor.offset) {
        cursor = part.cursor;
        chunkBytes = CHUNK_BYTES;
        yield part;
      } else if (cursor.offset + bytes.length >= size) {
        if (toTheEnd) yield parseRecord(Buffer.concat([bytes, Buffer.from('\n')]), cursor, file);
        return;
      } else if (chunkBytes < ROW_BYTES_MAX) {
        chunkBytes *= 2;
      } else {
        const next = await endOfRow(handle, cursor.offset + bytes.length, size);
        if (next === undefined) return;
        cursor = { ...cursor, offset: next, ordinal: cursor.ordinal + 1, unreadable: cursor.unreadable + 1 };
        chunkBytes = CHUNK_BYTES;
        yield { rows: [], cursor };
      }
    }
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function endOfRow(handle: FileHandle, from: number, size: number): Promise<number | undefined> {
  for (let offset = from; offset < size; offset += CHUNK_BYTES) {
    const bytes = await readAt(handle, offset, Math.min(CHUNK_BYTES, size - offset));
    const newline = bytes.indexOf(0x0a);
    if (newline !== -1) return offset + newline + 1;
  }
  return undefined;
}
