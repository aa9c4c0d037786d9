import type { Fact, FactBody, FactEffect } from './fact.ts';
import { inProject } from './project-paths.ts';

/** What derivers read: one session with its calls joined, in the order its source gave. */
export interface Story {
  readonly session: string;
  /** Whose project it is; `-` where nobody said. */
  readonly project: string;
  readonly actor: string | undefined;
  readonly harness: string | undefined;
  readonly harnessVersion: string | undefined;
  readonly branch: string | undefined;
  /** Times of the first and last fact, RFC 3339 in UTC with milliseconds. */
  readonly startedAt: string;
  readonly lastAt: string;
  readonly steps: readonly Step[];
  /** Tokens of all model calls, where any told of them: see `Fact` of type `used`. */
  readonly tokens?: { readonly input: number; readonly output: number };
}

interface At {
  readonly position: number;
  readonly time: string;
  readonly agent: string;
  readonly turn: string | undefined;
}

export type Step =
  | Prompt
  | Said
  | Call
  | FileStep
  | (At &
      Extract<
        FactBody,
        {
          type: 'session' | 'turn-ended' | 'permission' | 'commit' | 'pull' | 'injected' | 'remembered' | 'extracted';
        }
      >);

export type Prompt = At & Extract<FactBody, { type: 'prompt' }>;
export type Said = At & Extract<FactBody, { type: 'said' }>;
/** A file that was read or written outside of any call that is told of. */
export type FileStep = At & Extract<FactBody, { type: 'read' | 'wrote' }>;
export type Wrote = Extract<FactBody, { type: 'wrote' }>;

/** A call with its end. It stands where it ended; where it stands open, where it began. */
export interface Call extends At {
  readonly type: 'call';
  readonly call: string;
  readonly tool: string;
  readonly mcpServer: string | undefined;
  readonly effects: readonly FactEffect[];
  /** The command line of a shell call. */
  readonly command: string | undefined;
  readonly description: string | undefined;
  /** Positions of what is known of it, ascending: beginning, files, end. */
  readonly positions: readonly number[];
  readonly outcome: 'ok' | 'failed' | 'invalid' | 'denied' | 'abandoned' | 'open';
  readonly text: string | undefined;
  readonly signature: string | undefined;
  /** As told, else from beginning to end. */
  readonly durationMs: number | undefined;
  readonly exitCode: number | undefined;
  readonly background: boolean;
  readonly by: string | undefined;
  readonly reason: string | undefined;
  /** Paths it read, and what it wrote, relative to the repository where inside it. */
  readonly reads: readonly string[];
  readonly writes: readonly Wrote[];
}

/** Joins the facts of one session. The same for any order of `facts`; undefined for none. */
export function storyOf(facts: readonly Fact[]): Story | undefined {
  const arranged = [...new Map(facts.map((fact) => [fact.eventId, fact])).values()].sort((a, b) =>
    a.order < b.order ? -1 : a.order > b.order ? 1 : a.position - b.position,
  );
  const first = arranged[0];
  if (first === undefined) return undefined;
  const byPosition = [...arranged].sort((a, b) => a.position - b.position);
  const times = arranged.map(({ time }) => time).sort();
  const sessions = arranged.filter((fact) => fact.type === 'session');
  const latest = <K extends 'harness' | 'harnessVersion' | 'branch'>(name: K) =>
    sessions.findLast((fact) => fact[name] !== undefined)?.[name];
  return {
    session: first.session,
    project: byPosition.find(({ project }) => project !== '-')?.project ?? '-',
    actor: byPosition.find(({ actor }) => actor !== undefined)?.actor,
    harness: latest('harness'),
    harnessVersion: latest('harnessVersion'),
    branch: latest('branch'),
    startedAt: times[0]!,
    lastAt: times.at(-1)!,
    steps: stepsOf(
      inProject(
        arranged.filter(({ type }) => type !== 'used'),
        sessions.find(({ root }) => root !== undefined)?.root,
      ),
    ),
    ...tokensOf(arranged),
  };
}

function tokensOf(facts: readonly Fact[]): Pick<Story, 'tokens'> {
  const used = facts.filter((fact) => fact.type === 'used');
  if (used.length === 0) return {};
  const sum = (of: 'input' | 'output') => used.reduce((so, fact) => so + fact[of], 0);
  return { tokens: { input: sum('input'), output: sum('output') } };
}

function stepsOf(facts: readonly Fact[]): Step[] {
  const parts = new Map<string, Fact[]>();
  for (const fact of facts) {
    const call = callOf(fact);
    if (call !== undefined) parts.set(call, [...(parts.get(call) ?? []), fact]);
  }
  const standing = new Map<Fact, Call>();
  const joined = new Set<Fact>();
  for (const its of parts.values()) {
    const whole = joinCall(its);
    if (whole === undefined) continue;
    for (const fact of its) joined.add(fact);
    standing.set(whole.at, whole.call);
  }
  return facts.flatMap((fact) => standing.get(fact) ?? (joined.has(fact) ? [] : [stepOf(fact)]));
}

function callOf(fact: Fact): string | undefined {
  return fact.type === 'call-started' || fact.type === 'call-ended' || fact.type === 'read' || fact.type === 'wrote'
    ? fact.call
    : undefined;
}

const ranks = { ok: 0, failed: 0, invalid: 0, denied: 0, abandoned: 1 };

/** Undefined where neither beginning nor end of the call is known: then its files stand for themselves. */
function joinCall(facts: readonly Fact[]): { at: Fact; call: Call } | undefined {
  const began = facts.find((fact) => fact.type === 'call-started');
  // An end that was only inferred loses to one that was seen.
  const ended = facts
    .filter((fact) => fact.type === 'call-ended')
    .sort((a, b) => ranks[a.outcome] - ranks[b.outcome])[0];
  const at = ended ?? began;
  if (at === undefined) return undefined;
  const effects = ended !== undefined && ended.effects.length > 0 ? ended.effects : (began?.effects ?? []);
  const reads = facts.flatMap((fact) => (fact.type === 'read' ? [fact.path] : []));
  const tookMs = began && ended ? Date.parse(ended.time) - Date.parse(began.time) : -1;
  return {
    at,
    call: {
      ...placeOf(at),
      type: 'call',
      call: at.call,
      tool: at.tool,
      mcpServer: at.mcpServer,
      effects,
      command: effects.find(({ type }) => type === 'process.exec')?.object,
      description: began?.description,
      positions: facts.map(({ position }) => position).sort((a, b) => a - b),
      outcome: ended?.outcome ?? 'open',
      text: ended?.text,
      signature: ended?.signature,
      durationMs: ended?.durationMs ?? (tookMs >= 0 ? tookMs : undefined),
      exitCode: ended?.exitCode,
      background: ended?.background === true,
      by: ended?.by,
      reason: ended?.reason,
      reads: [...new Set([...reads, ...objects(effects, 'file.read')])],
      writes: writesOf(facts, effects, ended?.outcome),
    },
  };
}

/** What was seen to be written; where only the call tells of it, what it says of itself, if it succeeded. */
function writesOf(
  facts: readonly Fact[],
  effects: readonly FactEffect[],
  outcome: Call['outcome'] | undefined,
): Wrote[] {
  const seen = facts.filter((fact) => fact.type === 'wrote');
  if (seen.length > 0 || outcome !== 'ok') return seen;
  const edits = objects(effects, 'file.write').map((path) => ({ type: 'wrote', path, how: 'edit' }) as const);
  const deletes = objects(effects, 'file.delete').map((path) => ({ type: 'wrote', path, how: 'delete' }) as const);
  return [...edits, ...deletes];
}

function objects(effects: readonly FactEffect[], type: string): string[] {
  return effects.flatMap((effect) => (effect.type === type && effect.object !== undefined ? [effect.object] : []));
}

function placeOf({ position, time, agent, turn }: Fact): At {
  return { position, time, agent, turn };
}

function stepOf(fact: Fact): Step {
  const { eventId: _, session: _session, project: _project, actor: _actor, order: _order, ...rest } = fact;
  return { ...rest, turn: fact.turn } as Step;
}
