import { bodiesOf, manifestOf, readSegments } from './read-segments.ts';
import { bodyRefsIn } from './segment/body-refs.ts';
import type { ArchiveStore } from './store/archive-store.ts';

/** What was looked at in an archive, and what is wrong with it. */
export interface ArchiveCheck {
  readonly ok: boolean;
  readonly log: string;
  readonly from: number;
  readonly to: number;
  readonly segments: number;
  readonly events: number;
  readonly bodies: number;
  /** Bodies that were no longer held when their segment was written: the events have their beginning and end. */
  readonly bodiesMissing: number;
  /** One sentence each, at most 100; `findingsTotal` counts all. */
  readonly findings: readonly string[];
  readonly findingsTotal: number;
}

const findingsMax = 100;

/** Reads all of an archive and compares it with its manifest: no bus is needed. */
export async function checkArchive(store: ArchiveStore, signal?: AbortSignal): Promise<ArchiveCheck> {
  const manifest = await manifestOf(store);
  const bodies = bodiesOf(store);
  const findings: string[] = [];
  let findingsTotal = 0;
  const found = (finding: string) => {
    findingsTotal += 1;
    if (findings.length < findingsMax) findings.push(finding);
  };
  const seen = new Set<string>();
  const missing = new Set<string>();
  let events = 0;
  for await (const read of readSegments(store)) {
    signal?.throwIfAborted();
    if (read.fault !== undefined) found(read.fault);
    events += read.events.length;
    for (const ref of read.segment.bodiesMissing) missing.add(ref);
    for (const ref of new Set(read.events.flatMap(({ event }) => bodyRefsIn(JSON.stringify(event.data))))) {
      if (seen.has(ref) || missing.has(ref)) continue;
      seen.add(ref);
      if ((await bodies.get(ref)) === undefined)
        found(`the body ${ref} of ${read.segment.name} is not there, or not what its name says`);
    }
  }
  return {
    ok: findingsTotal === 0,
    log: manifest.log,
    from: manifest.segments[0]?.from ?? 0,
    to: manifest.segments.at(-1)?.to ?? 0,
    segments: manifest.segments.length,
    events,
    bodies: seen.size,
    bodiesMissing: missing.size,
    findings,
    findingsTotal,
  };
}
