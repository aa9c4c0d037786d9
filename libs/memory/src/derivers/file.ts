import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Step, Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { promptsOfPerson, wordsOfPerson } from './asked.ts';
import { keyOf } from './claim.ts';
import { seenIn } from './sessions.ts';
import { commitsIn, goneIn, isProjectFile, readsIn, writesIn } from './touched.ts';

const filesMax = 200;
const sessionsAtLeast = 5;
const rememberedFrom = 2;

type Remembered = Extract<Step, { type: 'remembered' }>;

/** What one session did with a file. */
type Data = {
  readonly reads: number;
  readonly writes: number;
  readonly gone: boolean;
  /** The last commit with it, or what the session was asked for, where it changed the file. */
  readonly commit: { readonly commit: string; readonly title: string } | null;
  readonly asked: string | null;
  /** What decisions that a person made about it are about: their text stands in memories of their own. */
  readonly decisions: readonly string[];
};

type Details = {
  readonly path: string;
  readonly sessions: number;
  readonly reads: number;
  /** Sessions that changed it, and who did, the last first. */
  readonly changed: number;
  readonly editors: readonly string[];
  readonly lastChanged: string | null;
  readonly commit: { readonly commit: string; readonly title: string } | null;
  readonly asked: string | null;
  readonly decisions: readonly string[];
};

/** What is known of a file: who works on it, how often, what it was last changed for, whether something was decided about it. */
export const file: Deriver<Data, Details> = {
  kind: 'file',
  version: 1,
  summary: 'Who reads and changes a file, and what it was last changed for.',
  thresholds: '5 sessions, or a decision about it',
  activates: 'itself',
  observe,
  fold,
};

function observe(story: Story): Observation<Data>[] {
  const reads = Map.groupBy(readsIn(story), ({ path }) => path);
  const writes = Map.groupBy(writesIn(story), ({ path }) => path);
  const decided = Map.groupBy(
    story.steps.filter(isDecision).flatMap((step) => (step.files ?? []).map((path) => ({ path, step }))),
    ({ path }) => path,
  );
  const gone = goneIn(story);
  const commits = commitsIn(story);
  const first = promptsOfPerson(story)[0];
  const asked = first === undefined ? null : quoted(wordsOfPerson(first), 120);
  const paths = [...new Set([...decided.keys(), ...writes.keys(), ...reads.keys()])].filter(isProjectFile);
  return paths.slice(0, filesMax).map((path) => {
    const [read, written] = [reads.get(path) ?? [], writes.get(path) ?? []];
    const decisions = (decided.get(path) ?? []).map(({ step }) => step);
    // Where a commit does not say its files, it holds what was written before it.
    const lastWrite = written.at(-1)?.step ?? Number.POSITIVE_INFINITY;
    const commit =
      commits.findLast(({ files }) => files.includes(path)) ??
      commits.find(({ files, step }) => files.length === 0 && step > lastWrite);
    return {
      about: path,
      scope: 'project',
      data: {
        reads: read.length,
        writes: written.length,
        gone: gone.has(path),
        commit: commit === undefined ? null : { commit: commit.commit.slice(0, 10), title: quoted(commit.title, 100) },
        asked: written.length > 0 ? asked : null,
        decisions: [...new Set(decisions.map(({ about, statement }) => keyOf(about, statement)))].slice(0, 5),
      },
      ...seenIn([...read, ...written, ...decisions]),
    };
  });
}

/** Only what a person decided for the whole project counts here: a card is seen by everybody in it. */
function isDecision(step: Step): step is Remembered {
  return step.type === 'remembered' && step.as === 'decision' && step.by === 'person' && step.scope === 'project';
}

function fold(seen: readonly Seen<Data>[]): Rendered<Details> | undefined {
  const decisions = [...new Set(seen.flatMap(({ data }) => data.decisions))].slice(-10);
  if (seen.length < rememberedFrom && decisions.length === 0) return undefined;
  const path = seen[0]!.about;
  const changes = seen.filter(({ data }) => data.writes > 0).reverse();
  const [lastChange, last] = [changes[0], seen.at(-1)!];
  const commit = changes.find(({ data }) => data.commit !== null)?.data.commit ?? null;
  const asked = changes.find(({ data }) => data.asked !== null)?.data.asked ?? null;
  const editors = [...new Set(changes.flatMap(({ actor }) => actor ?? []))].slice(0, 10);
  const reads = seen.reduce((sum, { data }) => sum + data.reads, 0);
  const says = [
    `changed in ${changes.length} of ${counted(seen.length, 'session')}${
      editors.length > 0
        ? ` by ${editors
            .slice(0, 3)
            .map((name) => quoted(name, 24))
            .join(', ')}`
        : ''
    }`,
    counted(reads, 'read'),
    lastChange && `last changed ${dayOf(lastChange.lastAt)}`,
    decisions.length > 0 ? counted(decisions.length, 'decision') : undefined,
    commit
      ? `commit ${quoted(commit.commit, 10)} "${quoted(commit.title, 70)}"`
      : asked && `for "${quoted(asked, 70)}"`,
  ];
  return {
    title: quoted(path, 80) || 'file',
    statement: `\`${quoted(path, 80)}\`: ${says.filter((part) => part).join(', ')}`,
    details: {
      path,
      sessions: seen.length,
      reads,
      changed: changes.length,
      editors,
      lastChanged: lastChange?.lastAt ?? null,
      commit,
      asked,
      decisions,
    },
    supported: seen.length >= sessionsAtLeast || decisions.length > 0,
    origin: 'counter',
    trust: 'tool',
    ...(last.data.gone && { ended: { at: last.lastAt, reason: 'gone' as const } }),
    anchors: [path],
    keywords: changes
      .slice(0, 10)
      .flatMap(({ data }) => [data.commit?.title ?? '', data.asked ?? ''])
      .join(' '),
  };
}
