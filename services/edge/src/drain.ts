import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Redactor } from '@hookline/redaction';
import type { Spool, SpoolEntry, SpoolItem, SpoolReading } from '@hookline/spool';
import { redactEach } from './record/redact-rows.ts';
import type { RedactedEntry, Taken, Translator } from './translator.ts';

const CHUNK_ENTRIES_MAX = 64;
const ENTRIES_PER_BREATH = 8;
const CHUNK_BYTES_MAX = 4 * 1024 ** 2;

export interface DrainParts {
  readonly spool: Spool;
  readonly redactor: Redactor;
  readonly translator: Translator;
  /** Entries taken and not yet settled, by name. */
  readonly inHand: Set<string>;
  /** Told of an entry that cannot be read now (not ours to read, a disk error); it stays and is tried again. */
  onUnreadable(name: string, error: unknown): void;
  /** Told of every entry that is taken, before it is translated. */
  onEntry(entry: SpoolEntry): void;
  readonly signal: AbortSignal;
}

/**
 * Takes every entry that lies in the spool and is not in hand, in capture order: reads, redacts, translates. What can
 * never become an event is put aside with its reason. Returns how many entries it dealt with.
 */
export async function drain(parts: DrainParts): Promise<number> {
  const { spool, inHand, signal } = parts;
  const items = await spool.list(Number.POSITIVE_INFINITY, inHand);
  const held = new Set<string>();
  let dealt = 0;
  for (let start = 0; start < items.length && !signal.aborted; ) {
    const chunk = chunkFrom(items, start);
    start += chunk.length;
    dealt += await takeChunk(chunk, held, parts);
  }
  return dealt;
}

function chunkFrom(items: readonly SpoolItem[], start: number): SpoolItem[] {
  const chunk: SpoolItem[] = [];
  let bytes = 0;
  for (let index = start; index < items.length && chunk.length < CHUNK_ENTRIES_MAX; index += 1) {
    bytes += items[index]!.bytes;
    if (bytes > CHUNK_BYTES_MAX && chunk.length > 0) break;
    chunk.push(items[index]!);
  }
  return chunk;
}

async function takeChunk(items: readonly SpoolItem[], held: Set<string>, parts: DrainParts): Promise<number> {
  const { spool, redactor } = parts;
  const whole: { item: SpoolItem; entry: SpoolEntry }[] = [];
  let dealt = 0;
  for (const item of items) {
    // One session's entries wait for each other, so that they are taken in the order they were captured.
    const session = item.name.slice(0, item.name.indexOf('.'));
    if (held.has(session)) continue;
    const reading = readIfPossible(item.name, parts);
    if (reading.status === 'complete') {
      whole.push({ item, entry: reading.entry });
      parts.onEntry(reading.entry);
    } else if (reading.status === 'writing' && session !== 'none') held.add(session);
    else if (reading.status === 'broken') {
      spool.reject(item.name, reading.reason, await redactor.redactText(reading.text));
      dealt += 1;
    }
  }
  const redacted = await redactEach(
    redactor,
    whole.map(({ entry }) => ({ payload: entry.payload, facts: entry.facts })),
  );
  for (const [index, { item, entry }] of whole.entries()) {
    if (parts.signal.aborted) return dealt;
    // Sending shares this thread: without a breath in between, every answer of the gateway would wait for the chunk.
    if (index % ENTRIES_PER_BREATH === 0) await nextTurn();
    await takeOne(item, entry, redacted[index] as RedactedEntry | undefined, parts);
    dealt += 1;
  }
  return dealt;
}

async function takeOne(
  item: SpoolItem,
  entry: SpoolEntry,
  redacted: RedactedEntry | undefined,
  { spool, translator, inHand }: DrainParts,
): Promise<void> {
  if (redacted === undefined) {
    spool.reject(item.name, 'nests too deeply to be looked through for secrets', '');
    return;
  }
  inHand.add(item.name);
  let taken: Taken;
  try {
    taken = await translator.take(entry, redacted, item);
  } catch (error) {
    inHand.delete(item.name);
    throw error;
  }
  if ('pushed' in taken) return;
  inHand.delete(item.name);
  if ('done' in taken) spool.forget([item.name]);
  else spool.reject(item.name, taken.unusable, JSON.stringify(redacted.payload));
}

function readIfPossible(name: string, { spool, onUnreadable }: DrainParts): SpoolReading {
  try {
    return spool.read(name);
  } catch (error) {
    onUnreadable(name, error);
    return { status: 'writing' };
  }
}
