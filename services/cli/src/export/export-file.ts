import { createHash } from 'node:crypto';
import type { LogRead } from './read-log.ts';

/**
 * The lines of an export: a header, an event a line, an end that says how many there were and their SHA-256 (over the
 * lines of the events, each with its newline). docs/reference/export-format.md is the contract.
 */
export async function* exportLines({ log, until, events }: LogRead, madeAt: string): AsyncGenerator<string> {
  yield `${JSON.stringify({ hookline: 'export', version: 1, madeAt, log, until })}\n`;
  const hash = createHash('sha256');
  let count = 0;
  for await (const { event } of events) {
    const line = `${JSON.stringify(event)}\n`;
    hash.update(line);
    count += 1;
    yield line;
  }
  yield `${JSON.stringify({ hookline: 'end', events: count, sha256: hash.digest('hex') })}\n`;
}
