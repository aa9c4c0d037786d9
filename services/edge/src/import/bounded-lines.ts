/** A line of a file: its number from 1, and its text unless it is longer than what may be held. */
export interface BoundedLine {
  readonly number: number;
  readonly text: string | undefined;
  /** Bytes of the file up to the end of this line. */
  readonly end: number;
}

const newline = 10;

/** The lines of a stream, empty ones left out. A line over `bytesMax` is counted and passed over, never held as a whole. */
export async function* boundedLines(chunks: AsyncIterable<Uint8Array>, bytesMax: number): AsyncGenerator<BoundedLine> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let number = 0;
  let end = 0;
  const take = (): BoundedLine => {
    number += 1;
    const text = bytes > bytesMax ? undefined : Buffer.concat(held).toString('utf8').replace(/\r$/, '');
    held = [];
    bytes = 0;
    return { number, text, end };
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, start)) {
      const piece = chunk.subarray(start, at);
      bytes += piece.length;
      if (bytes <= bytesMax) held.push(piece);
      end += at + 1 - start;
      start = at + 1;
      const line = take();
      if (line.text === undefined || line.text.trim() !== '') yield line;
    }
    const rest = chunk.subarray(start);
    bytes += rest.length;
    end += rest.length;
    if (bytes <= bytesMax) held.push(rest);
    else held = [];
  }
  if (bytes === 0) return;
  const line = take();
  if (line.text === undefined || line.text.trim() !== '') yield line;
}
