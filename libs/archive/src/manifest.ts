import { z } from 'zod';
import { ArchiveError, type ArchiveStore } from './store/archive-store.ts';

const position = z.number().int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const segment = z.looseObject({
  /** Its file, relative to the manifest. */
  name: z.string().regex(/^segments\/[\w-][\w.-]*$/),
  /** The positions it covers, both included: it has every event that the log held there when it was written. */
  from: position,
  to: position,
  events: position,
  bytes: position,
  /** Of the file as it lies there. */
  sha256,
  /** Bodies that its events refer to, and those of them that were no longer held when it was written. */
  bodies: position,
  bodiesMissing: z.array(z.string()),
});

/** One immutable file of events. */
export type Segment = z.infer<typeof segment>;

export const formats = ['jsonl', 'parquet'] as const;
export type SegmentFormat = (typeof formats)[number];

const manifest = z.looseObject({
  hookline: z.literal('archive'),
  version: z.literal(1),
  /** The identity of the log that the positions are of. */
  log: z.string().min(1),
  format: z.enum(formats),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** Events in all segments. */
  events: position,
  /** In order, without a hole between them. */
  segments: z.array(segment),
});

/** What an archive holds. What it does not name is not part of it. */
export type Manifest = z.infer<typeof manifest>;

export const manifestName = 'manifest.json';

export function emptyManifest(log: string, format: SegmentFormat, at: string): Manifest {
  return {
    hookline: 'archive',
    version: 1,
    log,
    format,
    createdAt: at,
    updatedAt: at,
    events: 0,
    segments: [],
  };
}

export function withSegment(before: Manifest, added: Segment, at: string): Manifest {
  return { ...before, updatedAt: at, events: before.events + added.events, segments: [...before.segments, added] };
}

/** The last position that an archive covers; 0 for an empty one. */
export function coveredUntil({ segments }: Manifest): number {
  return segments.at(-1)?.to ?? 0;
}

/** Reads the manifest of a place. Undefined where there is none; throws `ArchiveError` for one that makes no sense. */
export async function readManifest(store: ArchiveStore): Promise<Manifest | undefined> {
  const bytes = await store.get(manifestName);
  if (bytes === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    value = undefined;
  }
  const parsed = manifest.safeParse(value);
  if (!parsed.success) {
    const { version } = (value ?? {}) as { version?: unknown };
    const found = typeof version === 'number' && version > 1 ? `version ${version}` : 'something else';
    throw new ArchiveError(
      `${store.where}/${manifestName}: found ${found}, expected the manifest of a hookline archive of version 1 (${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message})`,
    );
  }
  let expected = parsed.data.segments[0]?.from ?? 1;
  for (const { name, from, to } of parsed.data.segments) {
    if (from !== expected || to < from) {
      throw new ArchiveError(`${store.where}: ${name} covers ${from} to ${to}, expected it to begin at ${expected}`);
    }
    expected = to + 1;
  }
  return parsed.data;
}

export async function writeManifest(store: ArchiveStore, value: Manifest): Promise<void> {
  await store.put(manifestName, Buffer.from(`${JSON.stringify(value, null, 1)}\n`));
}
