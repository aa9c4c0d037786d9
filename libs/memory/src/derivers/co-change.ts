import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf, listing } from '../words/wording.ts';
import { mostFrequent, seenIn, tally } from './sessions.ts';
import { goneIn, writesIn } from './touched.ts';

/** A session that changes more files than this renames or formats: what it changed together says nothing. */
const filesMax = 40;
const sessionsAtLeast = 2;
const shareAtLeast = 0.3;
const toldMax = 8;

/** What one session changed beside a file. */
type Data = { readonly with: readonly string[]; readonly gone: boolean };

type Details = {
  readonly path: string;
  /** Sessions that changed it. */
  readonly sessions: number;
  /** What else those changed, the most frequent first. */
  readonly with: readonly { readonly path: string; readonly sessions: number; readonly share: number }[];
};

/** Which files are changed in the same sessions as a file. A hint, never a demand. */
export const coChange: Deriver<Data, Details> = {
  kind: 'co-change',
  version: 1,
  summary: 'Which files are changed in the same sessions as a file.',
  thresholds: 'another file changed with it in 2 sessions and in 30 % of those that changed it',
  activates: 'itself',
  observe,
  fold,
};

function observe(story: Story): Observation<Data>[] {
  const writes = writesIn(story);
  const gone = goneIn(story);
  const paths = [...new Set(writes.map(({ path }) => path))];
  if (paths.length > filesMax) return [];
  return paths.map((path) => {
    const its = writes.filter((write) => write.path === path);
    return {
      about: path,
      scope: 'project',
      data: { with: paths.filter((other) => other !== path && !gone.has(other)), gone: gone.has(path) },
      ...seenIn(its),
    };
  });
}

function fold(seen: readonly Seen<Data>[]): Rendered<Details> | undefined {
  const path = seen[0]!.about;
  const last = seen.at(-1)!;
  const beside = mostFrequent(tally(seen.flatMap(({ data }) => data.with)), 100)
    .map(([other, sessions]) => ({ path: other, sessions, share: Math.round((100 * sessions) / seen.length) / 100 }))
    .filter(({ sessions, share }) => sessions >= sessionsAtLeast && share >= shareAtLeast)
    .slice(0, toldMax);
  if (beside.length === 0) return undefined;
  const files = beside.slice(0, 3).map((other) => `\`${quoted(other.path, 60)}\` in ${other.sessions}`);
  return {
    title: `Changed with ${quoted(path, 60)}`,
    statement: listing(
      `\`${quoted(path, 70)}\` was changed in ${counted(seen.length, 'session')}, with it `,
      files,
      ` (last ${dayOf(last.lastAt)})`,
    ),
    details: { path, sessions: seen.length, with: beside },
    supported: true,
    origin: 'counter',
    trust: 'tool',
    confidence: beside[0]!.share,
    ...(last.data.gone && { ended: { at: last.lastAt, reason: 'gone' as const } }),
    anchors: [path],
    keywords: beside.map((other) => other.path).join(' '),
  };
}
