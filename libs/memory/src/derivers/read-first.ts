import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf, listing } from '../words/wording.ts';
import { mostFrequent, seenIn, tally } from './sessions.ts';
import { goneIn, readsIn, writesIn } from './touched.ts';

/** So many of the files read last before an edit are kept of a session. */
const keptMax = 30;
const filesMax = 100;
const sessionsAtLeast = 2;
const toldMax = 8;

/** What a session read before it first changed a file, the last read first. */
type Data = { readonly read: readonly string[]; readonly gone: boolean };

type Details = {
  readonly path: string;
  /** Sessions that changed it. */
  readonly sessions: number;
  readonly first: readonly { readonly path: string; readonly sessions: number }[];
};

/** Which other files are read before a file is changed. */
export const readFirst: Deriver<Data, Details> = {
  kind: 'read-first',
  version: 1,
  summary: 'Which other files are read before a file is changed.',
  thresholds: 'the same file read before it was changed in 2 sessions',
  activates: 'itself',
  observe,
  fold,
};

function observe(story: Story): Observation<Data>[] {
  const reads = readsIn(story);
  const gone = goneIn(story);
  const firstWrites = new Map(
    writesIn(story)
      .reverse()
      .map((write) => [write.path, write]),
  );
  return [...firstWrites.values()].slice(0, filesMax).map((write) => {
    const before = reads.filter(({ step, path }) => step < write.step && path !== write.path && !gone.has(path));
    return {
      about: write.path,
      scope: 'project',
      data: {
        read: [...new Set(before.map(({ path }) => path).reverse())].slice(0, keptMax),
        gone: gone.has(write.path),
      },
      ...seenIn([...before.slice(-5), write]),
    };
  });
}

function fold(seen: readonly Seen<Data>[]): Rendered<Details> | undefined {
  const path = seen[0]!.about;
  const last = seen.at(-1)!;
  const first = mostFrequent(tally(seen.flatMap(({ data }) => data.read)), 100)
    .map(([other, sessions]) => ({ path: other, sessions }))
    .filter(({ sessions }) => sessions >= sessionsAtLeast)
    .slice(0, toldMax);
  if (first.length === 0) return undefined;
  const files = first.slice(0, 3).map((other) => `\`${quoted(other.path, 60)}\` in ${other.sessions}`);
  return {
    title: `Read before ${quoted(path, 60)} is changed`,
    statement: listing(
      `Before \`${quoted(path, 70)}\` was changed (${counted(seen.length, 'session')}), these were read: `,
      files,
      ` (last ${dayOf(last.lastAt)})`,
    ),
    details: { path, sessions: seen.length, first },
    supported: true,
    origin: 'counter',
    trust: 'tool',
    confidence: Math.round((100 * first[0]!.sessions) / seen.length) / 100,
    ...(last.data.gone && { ended: { at: last.lastAt, reason: 'gone' as const } }),
    anchors: [path],
    keywords: first.map((other) => other.path).join(' '),
  };
}
