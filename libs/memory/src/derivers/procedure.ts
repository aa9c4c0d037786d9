import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Story } from '../facts/story.ts';
import { quoted } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import type { ClaimData, ClaimDetails } from './claim.ts';
import { claimed } from './claims.ts';
import { chainsIn } from './procedure-steps.ts';
import { mostFrequent, seenIn, supportOf, tally } from './sessions.ts';

const sessionsAtLeast = 3;
const actorsAtLeast = 2;
const shareAtLeast = 0.8;
/** Chains that were seen once are many and say nothing. */
const rememberedFrom = 2;

type ChainData = {
  readonly steps: readonly string[];
  readonly commands: readonly string[];
  readonly runs: number;
  readonly ok: number;
};

/** The steps of a procedure, and how they went. */
export type ProcedureDetails = {
  readonly steps: readonly {
    readonly step: string;
    /** The form that was run most often; empty for edits. */
    readonly command: string;
  }[];
  readonly runs: number;
  readonly ok: number;
  readonly sessions: number;
  readonly actors: readonly string[];
  /** The last sessions it was seen in, with where. */
  readonly from: readonly {
    readonly session: string;
    readonly actor: string | null;
    readonly at: string;
    readonly position: number;
  }[];
};

const told = claimed('procedure', 'How something is done, as somebody said.');

/** What people and agents do after a change until a check or a commit says that it is good. A draft of a skill. */
export const procedure: Deriver<ChainData | ClaimData, ProcedureDetails | ClaimDetails> = {
  kind: 'procedure',
  version: 1,
  summary: 'The steps from a change to a check that passed, as several people took them.',
  thresholds: '3 sessions of 2 people, 80 % of them passed',
  activates: 'review',
  observe: (story) => [...chained(story), ...told.observe(story)],
  fold(seen) {
    const chains = seen.filter((one): one is Seen<ChainData> => 'steps' in one.data);
    if (chains.length > 0) return foldChains(chains);
    const said = told.fold(seen as readonly Seen<ClaimData>[]);
    return said && { ...said, activates: 'review' };
  },
};

function chained(story: Story): Observation<ChainData>[] {
  return [...Map.groupBy(chainsIn(story), ({ steps }) => steps.join(' > '))].map(([about, chains]) => ({
    about,
    scope: 'project',
    data: {
      steps: chains[0]!.steps,
      commands: chains.at(-1)!.commands,
      runs: chains.length,
      ok: chains.filter(({ ok }) => ok).length,
    },
    ...seenIn(chains.flatMap(({ positions, time }) => positions.map((position) => ({ position, time })))),
  }));
}

function foldChains(seen: readonly Seen<ChainData>[]): Rendered<ProcedureDetails> | undefined {
  if (seen.length < rememberedFrom) return undefined;
  const { sessions, lastAt } = supportOf(seen);
  const actors = [...new Set(seen.flatMap(({ actor }) => actor ?? []))].sort();
  const runs = seen.reduce((sum, { data }) => sum + data.runs, 0);
  const ok = seen.reduce((sum, { data }) => sum + data.ok, 0);
  const { steps } = seen[0]!.data;
  const names = steps.map((step) => quoted(step, 40)).join(' → ');
  return {
    title: names,
    statement: `${quoted(names, 140)} (${ok} of ${runs} passed in ${counted(sessions, 'session')} of ${actors.length === 1 ? '1 person' : `${actors.length} people`}, last ${dayOf(lastAt)})`,
    details: {
      steps: steps.map((step, at) => ({
        step,
        command: mostFrequent(tally(seen.map(({ data }) => data.commands[at] ?? '')), 1)[0]![0],
      })),
      runs,
      ok,
      sessions,
      actors: actors.slice(0, 20),
      from: seen.slice(-12).map((one) => ({
        session: one.session,
        actor: one.actor ?? null,
        at: one.lastAt,
        position: one.positions.at(-1) ?? 0,
      })),
    },
    supported: sessions >= sessionsAtLeast && actors.length >= actorsAtLeast && ok / runs >= shareAtLeast,
    origin: 'counter',
    trust: 'tool',
    confidence: Math.round((100 * (ok + 1)) / (runs + 2)) / 100,
    keywords: steps.join(' '),
  };
}
