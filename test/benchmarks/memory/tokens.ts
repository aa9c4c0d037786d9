import {
  deriveFrom,
  derivers,
  knownPack,
  type Memory,
  type Moment,
  makePack,
  observeStory,
  packEntry,
  packKinds,
  planInjection,
  type Story,
  tokenEstimate,
} from '@hookline/memory';
import { quantile } from '../statistics.ts';
import type { BenchPart } from './part.ts';
import { realStories, splitByTime } from './real-stories.ts';
import { learnShare } from './replay.ts';

/** What one session was told, in tokens. */
interface Told {
  readonly start: number;
  readonly all: number;
}

/** What telling agents costs, had the later sessions been told what the earlier ones taught. */
export const part: BenchPart = {
  name: 'tokens',
  what: 'tokens put before agents in a session, replayed over real sessions',
  async run() {
    const found = await realStories();
    if ('skipped' in found) return found;
    const told: Told[] = [];
    const rows = found.repositories.flatMap(({ repository, stories }) => {
      const { learn, judge } = splitByTime(stories, learnShare);
      const memories = deriveFrom(
        { observed: learn.flatMap((story) => observeStory(story, derivers)), told: [], decisions: [] },
        derivers,
      ).filter(({ status, kind }) => status === 'active' && (packKinds as readonly string[]).includes(kind));
      const here = judge.map((story) => replayOne(story, memories));
      told.push(...here);
      const everything = memories.reduce((sum, { statement }) => sum + tokenEstimate(statement), 0);
      return [
        row(repository, 'what hooks tell (ours)', here),
        [
          repository,
          'baseline: every active memory at the start',
          judge.length,
          everything,
          everything,
          everything,
          everything,
        ],
      ];
    });
    return [
      {
        title: 'Tokens put before an agent in one session',
        columns: ['repository', 'way', 'sessions', 'start p50', 'session p50', 'session p95', 'session most'],
        rows,
        goals: [
          {
            what: 'at the start, most',
            figure: Math.max(...told.map(({ start }) => start)),
            goal: 600,
            atLeast: false,
          },
          { what: 'in a session, most', figure: Math.max(...told.map(({ all }) => all)), goal: 1_500, atLeast: false },
        ],
        notes: ['learnt from the first 70 % of sessions, told in the rest; four signs count as a token'],
      },
    ];
  },
};

function replayOne(story: Story, memories: readonly Memory[]): Told {
  const nowMs = Date.parse(story.startedAt);
  const of = { project: story.project, ...(story.actor !== undefined && { actor: story.actor }) };
  const known = knownPack(
    makePack(
      of,
      memories.map((memory) => packEntry(memory)),
    ),
  );
  const before = { memories: new Set<string>(), tokens: 0 };
  let start = 0;
  for (const moment of momentsOf(story)) {
    const planned = planInjection(known, { ...moment, told: before, nowMs } as Moment);
    if (planned === undefined) continue;
    if (planned.surface === 'session-start') start = planned.tokens;
    before.tokens += planned.tokens;
    for (const memory of planned.memories) before.memories.add(memory);
  }
  return { start, all: before.tokens };
}

type Asked = Moment extends infer One ? (One extends unknown ? Omit<One, 'told' | 'nowMs'> : never) : never;

/** Every moment of a session at which a hook asks. */
function* momentsOf({ steps }: Story): Generator<Asked> {
  yield { surface: 'session-start' };
  for (const step of steps) {
    if (step.type === 'prompt' && step.by === 'person') yield { surface: 'prompt', text: step.text };
    if (step.type !== 'call') continue;
    if (step.writes.length > 0) yield { surface: 'before-edit', paths: step.writes.map(({ path }) => path) };
    if (step.command !== undefined) yield { surface: 'before-command', command: step.command };
    if (step.outcome === 'failed' && step.text !== undefined) yield { surface: 'after-failure', error: step.text };
  }
}

function row(repository: string, way: string, told: readonly Told[]): (string | number)[] {
  const all = told.map((one) => one.all);
  return [
    repository,
    way,
    told.length,
    quantile(
      told.map(({ start }) => start),
      0.5,
    ),
    quantile(all, 0.5),
    quantile(all, 0.95),
    Math.max(...all),
  ];
}
