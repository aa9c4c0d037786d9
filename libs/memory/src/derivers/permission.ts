import { commandKey } from '../commands/command-key.ts';
import { looksOnly } from '../commands/looks-only.ts';
import { type ShellRun, shellRuns, withoutDocuments } from '../commands/shell-runs.ts';
import { simpleCommands } from '../commands/simple-commands.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Call, Step, Story } from '../facts/story.ts';
import { code } from '../words/quoted.ts';
import { visible } from '../words/visible.ts';
import { counted, dayOf } from '../words/wording.ts';
import { seenIn, supportOf } from './sessions.ts';

/** What one session says of what agents may do. */
type PermissionData = {
  readonly allowed: number;
  readonly denied: number;
  /** Of those denied: by a person. */
  readonly byPeople: number;
  /** Runs that succeeded and that failed; of pull requests, those that were merged and closed. */
  readonly done: number;
  readonly undone: number;
};

/** What is known of it, see `Memory.details`. */
export type PermissionDetails = PermissionData & {
  /** `shell git push`: a command in a shell; `Edit`: another tool. `commits`, `pull requests`: what came of those. */
  readonly subject: string;
  readonly sessions: number;
};

const sessionsMin = 2;
const subjectsMax = 100;
const commits = 'commits';
const pulls = 'pull requests';

export const permission: Deriver<PermissionData, PermissionDetails> = {
  kind: 'permission',
  version: 1,
  summary:
    'How often agents were allowed and denied to do something here, and what came of their commits and pull requests.',
  thresholds: `${sessionsMin} sessions`,
  activates: 'itself',
  observe: observed,
  fold: rendered,
};

interface Noted {
  readonly subject: string;
  readonly step: Step;
  readonly what: 'allowed' | 'denied' | 'done' | 'undone';
  readonly byPerson: boolean;
}

function observed(story: Story): Observation<PermissionData>[] {
  if (story.project === '-') return [];
  const noted = [...decisionsOf(story), ...outcomesOf(story)];
  return [...Map.groupBy(noted, ({ subject }) => subject)].slice(0, subjectsMax).map(([subject, its]) => {
    const count = (wanted: Noted['what']) => its.filter(({ what }) => what === wanted).length;
    return {
      about: subject,
      scope: 'project',
      ...seenIn(its.map(({ step }) => step)),
      data: {
        allowed: count('allowed'),
        denied: count('denied'),
        byPeople: its.filter(({ what, byPerson }) => what === 'denied' && byPerson).length,
        done: count('done'),
        undone: count('undone'),
      },
    };
  });
}

/** Of each call what was decided: told apart from the call, or known by how it ended. */
function decisionsOf(story: Story): Noted[] {
  const calls = new Map(story.steps.flatMap((step) => (step.type === 'call' ? [[step.call, step]] : [])));
  const decided = new Set<string>();
  return story.steps.flatMap((step): Noted[] => {
    const isDecision = step.type === 'permission' && (step.decision === 'allow' || step.decision === 'deny');
    if (!isDecision && !(step.type === 'call' && step.outcome === 'denied')) return [];
    const call = step.type === 'call' ? step : step.call === undefined ? undefined : calls.get(step.call);
    if (call !== undefined) {
      if (decided.has(call.call)) return [];
      decided.add(call.call);
    }
    const isDenied = step.type === 'call' || (step.type === 'permission' && step.decision === 'deny');
    const by = step.type === 'call' || step.type === 'permission' ? step.by : undefined;
    const tool = step.type === 'call' || step.type === 'permission' ? step.tool : '';
    const subject = subjectOf(tool, call);
    if (subject === undefined || subject === '') return [];
    return [{ subject, step, what: isDenied ? 'denied' : 'allowed', byPerson: by === 'person' }];
  });
}

/**
 * Of a shell call, whatever its harness calls its shell, the last program that does more than look; undefined for a line
 * that cannot be read.
 */
function subjectOf(tool: string, call: Call | undefined): string | undefined {
  if (call?.command === undefined) return tool.slice(0, 160);
  const programs = simpleCommands(withoutDocuments(call.command)).map(({ words }) => ({
    words,
    key: commandKey(words),
  }));
  const last = programs.findLast(({ key, words }) => !looksOnly(key, words)) ?? programs.at(-1);
  return last === undefined || last.key === '' ? undefined : `shell ${last.key}`.slice(0, 160);
}

function outcomesOf(story: Story): Noted[] {
  const committed = shellRuns(story).filter(({ key }) => key === 'git commit');
  const made = story.steps.filter(({ type }) => type === 'commit').length;
  return [
    ...committed.flatMap((run) => outcomeOf(run)),
    // Commits that no call tells of.
    ...story.steps.flatMap((step): Noted[] =>
      step.type === 'commit' && made > committed.length
        ? [{ subject: commits, step, what: 'done', byPerson: false }]
        : [],
    ),
    ...story.steps.flatMap((step): Noted[] => {
      if (step.type !== 'pull' || step.what === 'opened') return [];
      return [{ subject: pulls, step, what: step.what === 'merged' ? 'done' : 'undone', byPerson: false }];
    }),
  ];
}

function outcomeOf({ ok, call }: ShellRun): Noted[] {
  return ok === undefined ? [] : [{ subject: commits, step: call, what: ok ? 'done' : 'undone', byPerson: false }];
}

function rendered(seen: readonly Seen<PermissionData>[]): Rendered<PermissionDetails> {
  const subject = seen[0]!.about;
  const { sessions, lastAt } = supportOf(seen);
  const sum = (name: keyof PermissionData) => seen.reduce((total, { data }) => total + data[name], 0);
  const data = {
    allowed: sum('allowed'),
    denied: sum('denied'),
    byPeople: sum('byPeople'),
    done: sum('done'),
    undone: sum('undone'),
  };
  const facts = `${counted(sessions, 'session')}, last ${dayOf(lastAt)}`;
  return {
    title: visible(subject) || 'tool',
    statement: `${sentence(subject, data)} (${facts})`,
    details: { subject, sessions, ...data },
    supported: sessions >= sessionsMin,
    origin: 'counter',
    trust: 'tool',
    keywords: `${subject} permission allowed denied`,
  };
}

function sentence(subject: string, { allowed, denied, byPeople, done, undone }: PermissionData): string {
  if (subject === commits) return `${done} of ${counted(done + undone, 'commit')} by agents went through`;
  if (subject === pulls) return `${done} of ${counted(done + undone, 'pull request')} were merged`;
  const who = byPeople === denied ? 'people' : byPeople === 0 ? 'rules' : 'people and rules';
  const times = [
    ...(denied > 0 ? [`denied ${counted(denied, 'time')} by ${who}`] : []),
    ...(allowed > 0 ? [`allowed ${counted(allowed, 'time')} when asked`] : []),
  ];
  return `${code(subject, 100)} was ${times.join(' and ')}`;
}
