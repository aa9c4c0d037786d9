import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Redactor } from '@hookline/redaction';
import { boundedLines } from './bounded-lines.ts';
import { EventImporter } from './import-events.ts';
import type { ImportTally } from './import-report.ts';
import type { BatchSender } from './send-in-batches.ts';

/** More than any event the gateway takes. */
const lineBytesMax = 64 * 2 ** 20;
const versionMax = 1;

/** How far a file was read. */
export interface ImportProgress {
  readonly file: string;
  readonly events: number;
  /** 0 to 1. */
  readonly share: number;
}

/**
 * Sends an export of ours: one event per line, as it was, its secrets taken out should it hold any. A bad line is refused
 * with its number and costs only itself. A file with a header must have its end, and be what that says: what is wrong is
 * refused too, after all events that are there were sent. Files without a header, as older builds wrote, import as well.
 */
export async function importExport(
  file: string,
  { redactor, sender, tally }: { redactor: Redactor; sender: BatchSender; tally: ImportTally },
  onProgress?: (progress: ImportProgress) => void,
): Promise<void> {
  const importer = new EventImporter(redactor, sender, tally);
  const { size } = await stat(file);
  let frame: Frame | undefined;
  let ended = false;
  for await (const { number, text, end } of boundedLines(
    createReadStream(file, { highWaterMark: 2 ** 18 }),
    lineBytesMax,
  )) {
    const value = text === undefined ? undefined : objectOf(text);
    if (value === undefined) {
      tally.rows(1);
      frame?.add(text ?? '');
      tally.refuse(`line ${number}: ${text === undefined ? 'longer than 64 MiB' : 'not a JSON object'}`);
    } else if (isFrame(value, 'export')) {
      if (Number(value.version) > versionMax) {
        throw new Error(
          `${file} is an export of version ${value.version}, this build reads up to ${versionMax}: upgrade it first`,
        );
      }
      frame = new Frame();
      ended = false;
    } else if (isFrame(value, 'end')) {
      ended = true;
      const fault = frame?.fault(value);
      if (fault !== undefined) tally.refuse(`line ${number}: ${fault}`);
    } else {
      tally.rows(1);
      frame?.add(text!);
      if (await importer.add(unwrapped(value), text!.length))
        onProgress?.({ file, events: importer.events, share: size > 0 ? end / size : 1 });
    }
  }
  await importer.finish();
  if (frame !== undefined && !ended)
    tally.refuse('the file ends before its last line: it was cut off, export it again');
}

/** What the lines of an export come to, to compare with what its end says. */
class Frame {
  readonly #hash: Hash = createHash('sha256');
  #events = 0;

  add(line: string): void {
    this.#hash.update(line).update('\n');
    this.#events += 1;
  }

  fault({ events, sha256 }: Record<string, unknown>): string | undefined {
    if (events !== this.#events) return `the file holds ${this.#events} events, its end says ${events}`;
    return sha256 === this.#hash.digest('hex') ? undefined : 'the file is not as it was written: its SHA-256 differs';
  }
}

function isFrame(value: Record<string, unknown>, what: string): boolean {
  return value.hookline === what && value.specversion === undefined;
}

/** An event with its position around it counts as the event. */
function unwrapped(value: Record<string, unknown>): Record<string, unknown> {
  const inner = value.specversion === undefined ? value.event : undefined;
  return typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : value;
}

function objectOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
