import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { BodyStore } from '@hookline/log';
import { compareInSession, type RecordedEvent } from '@hookline/schemas';
import { type Manifest, readManifest, type Segment, type SegmentFormat } from './manifest.ts';
import { bodyName } from './segment/body-refs.ts';
import { decodeSegment } from './segment/encode-segment.ts';
import { ArchiveError, type ArchiveStore } from './store/archive-store.ts';

const unpacked = promisify(gunzip);

/** More than any text that a bus takes, in bytes. */
const bodyBytesMax = 64 * 2 ** 20;

/** A segment with its events, or with what is wrong with it and none. */
export interface ReadSegment {
  readonly segment: Segment;
  readonly events: readonly RecordedEvent[];
  readonly fault?: string;
}

/** The manifest of an archive. Throws `ArchiveError` where there is none. */
export async function manifestOf(store: ArchiveStore): Promise<Manifest> {
  const manifest = await readManifest(store);
  if (manifest !== undefined) return manifest;
  throw new ArchiveError(
    `${store.where} holds no archive: it has no manifest.json (hookline archive --to … makes one)`,
  );
}

/** Every segment in order, one in memory at a time. A damaged one comes with its fault; the others come all the same. */
export async function* readSegments(store: ArchiveStore): AsyncGenerator<ReadSegment> {
  const { format, segments } = await manifestOf(store);
  for (const segment of segments) yield await readSegment(store, segment, format);
}

async function readSegment(store: ArchiveStore, segment: Segment, format: SegmentFormat): Promise<ReadSegment> {
  const damaged = (fault: string): ReadSegment => ({ segment, events: [], fault: `${segment.name}: ${fault}` });
  const bytes = await store.get(segment.name);
  if (bytes === undefined) return damaged('the manifest names it, and it is not there');
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== segment.sha256) return damaged(`found sha256 ${found}, expected ${segment.sha256}`);
  let events: RecordedEvent[];
  try {
    events = await decodeSegment(format, bytes);
  } catch (error) {
    return damaged(`it cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const outside = events.find(({ position }) => position < segment.from || position > segment.to);
  if (outside) return damaged(`found position ${outside.position}, expected ${segment.from} to ${segment.to}`);
  if (events.length !== segment.events) return damaged(`found ${events.length} events, expected ${segment.events}`);
  return { segment, events };
}

/** The bodies of an archive, to be read. A body that is not what its name says, or far too large, counts as not there. */
export function bodiesOf(store: ArchiveStore): Pick<BodyStore, 'get'> {
  return {
    async get(ref) {
      const bytes = await store.get(bodyName(ref));
      if (bytes === undefined) return undefined;
      const text = await unpacked(bytes, { maxOutputLength: bodyBytesMax }).catch(() => undefined);
      const hex = text && createHash('sha256').update(text).digest('hex');
      return hex === ref.slice('sha256:'.length) ? text?.toString('utf8') : undefined;
    },
  };
}

/**
 * The events of one session out of an archive, in the session's order; no bus is asked. `wanted` is our id, the
 * harness's own, or the beginning of either (six characters at least). Throws `ArchiveError` when there is none, or more
 * than one; and for a damaged segment, since a part must not be taken for the whole.
 */
export async function eventsOfSession(store: ArchiveStore, wanted: string): Promise<RecordedEvent[]> {
  const found = new Map<string, RecordedEvent[]>();
  for await (const { events, fault } of readSegments(store)) {
    if (fault !== undefined) throw new ArchiveError(`${store.where}: ${fault}; hookline archive verify says more`);
    for (const one of events) {
      const { session } = one.event;
      if (!isMeant(session, wanted)) continue;
      const of = found.get(session);
      if (of === undefined) found.set(session, [one]);
      else of.push(one);
    }
  }
  const session = found.has(wanted) ? wanted : [...found.keys()][0];
  if (session === undefined) throw new ArchiveError(`${store.where} holds no session ${JSON.stringify(wanted)}`);
  if (found.size > 1 && session !== wanted) {
    throw new ArchiveError(
      `${found.size} sessions begin with ${JSON.stringify(wanted)}: ${[...found.keys()].slice(0, 10).join(', ')}`,
    );
  }
  return found.get(session)!.sort(compareInSession);
}

const beginningMin = 6;

function isMeant(session: string, wanted: string): boolean {
  const native = session.slice(session.indexOf(':') + 1);
  if (session === wanted || native === wanted) return true;
  return wanted.length >= beginningMin && (session.startsWith(wanted) || native.startsWith(wanted));
}
