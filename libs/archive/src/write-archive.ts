import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  coveredUntil,
  emptyManifest,
  type Manifest,
  readManifest,
  type Segment,
  type SegmentFormat,
  withSegment,
  writeManifest,
} from './manifest.ts';
import { bodyName, bodyRefsIn } from './segment/body-refs.ts';
import { cutSegments, type SegmentCut, type SegmentLimits } from './segment/cut-segments.ts';
import { encodeSegment, fileEnding } from './segment/encode-segment.ts';
import type { ArchiveSource } from './source.ts';
import { ArchiveError, type ArchiveStore } from './store/archive-store.ts';

const packed = promisify(gzip);

export interface WriteOptions {
  /** How segments are written: what the archive is already written as, else `jsonl`. */
  readonly format?: SegmentFormat | undefined;
  /** The last position wanted; all that there are where not given. */
  readonly until?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of each segment once the manifest names it. */
  readonly onSegment?: ((segment: Segment) => void) | undefined;
  readonly now?: (() => Date) | undefined;
  readonly limits?: SegmentLimits | undefined;
}

/** What a run added, and what the archive now holds. */
export interface Written {
  readonly segments: readonly Segment[];
  readonly bodies: number;
  readonly manifest: Manifest;
}

/**
 * Adds what is new in a log to its archive. Bodies are written first, then the segment that refers to them, then the
 * manifest that names the segment: whatever a crash leaves behind, the manifest speaks only of what is whole, and the
 * next run goes on from there. Throws `ArchiveError` when the archive is of another log or of another format, or when
 * somebody else writes to it at the same time.
 */
export async function writeArchive(
  source: ArchiveSource,
  store: ArchiveStore,
  options: WriteOptions = {},
): Promise<Written> {
  const { now = () => new Date(), signal } = options;
  let manifest =
    (await readManifest(store)) ?? emptyManifest(source.identity, options.format ?? 'jsonl', now().toISOString());
  checkSame(store, manifest, source, options.format);
  const after = coveredUntil(manifest);
  const until = Math.min(options.until ?? source.last, source.last);
  const segments: Segment[] = [];
  const durable = new Set<string>();
  let bodies = 0;
  if (until <= after) return { segments, bodies, manifest };
  for await (const cut of cutSegments(source.read(after, until), { after, until }, options.limits)) {
    signal?.throwIfAborted();
    const kept = await keepBodies(cut, source, store, durable);
    bodies += kept.written;
    const segment = await keepSegment(cut, manifest.format, kept, store);
    const there = await readManifest(store);
    if ((there?.segments.length ?? 0) !== manifest.segments.length) {
      throw new ArchiveError(
        `${store.where}: somebody else is writing to this archive; run it again when they are done`,
      );
    }
    manifest = withSegment(manifest, segment, now().toISOString());
    await writeManifest(store, manifest);
    segments.push(segment);
    options.onSegment?.(segment);
  }
  return { segments, bodies, manifest };
}

function checkSame(
  store: ArchiveStore,
  manifest: Manifest,
  source: ArchiveSource,
  format: SegmentFormat | undefined,
): void {
  if (manifest.log !== source.identity) {
    throw new ArchiveError(
      `${store.where} is the archive of the log ${manifest.log}, this one is ${source.identity}: name another folder or prefix`,
    );
  }
  if (format !== undefined && format !== manifest.format) {
    throw new ArchiveError(
      `${store.where} is written as ${manifest.format}, not ${format}: leave --format out, or name another place`,
    );
  }
}

interface KeptBodies {
  readonly refs: readonly string[];
  readonly missing: readonly string[];
  readonly written: number;
}

/** References whose bodies are known to be in the store, so that one that many events share is looked up once. */
const durableMax = 100_000;

async function keepBodies(
  { events }: SegmentCut,
  source: ArchiveSource,
  store: ArchiveStore,
  durable: Set<string>,
): Promise<KeptBodies> {
  const refs = [...new Set(events.flatMap(({ event }) => bodyRefsIn(JSON.stringify(event.data))))];
  const missing: string[] = [];
  let written = 0;
  for (const ref of refs) {
    if (durable.has(ref)) continue;
    if (!(await store.has(bodyName(ref)))) {
      const text = await source.body(ref);
      if (text === undefined) {
        missing.push(ref);
        continue;
      }
      await store.put(bodyName(ref), await packed(Buffer.from(text, 'utf8')));
      written += 1;
    }
    if (durable.size >= durableMax) durable.clear();
    durable.add(ref);
  }
  return { refs, missing, written };
}

async function keepSegment(
  { from, to, events }: SegmentCut,
  format: SegmentFormat,
  { refs, missing }: KeptBodies,
  store: ArchiveStore,
): Promise<Segment> {
  const bytes = await encodeSegment(format, events);
  const digits = (position: number) => String(position).padStart(12, '0');
  const name = `segments/${digits(from)}-${digits(to)}.${fileEnding[format]}`;
  await store.put(name, bytes);
  return {
    name,
    from,
    to,
    events: events.length,
    bytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bodies: refs.length,
    bodiesMissing: [...missing],
  };
}
