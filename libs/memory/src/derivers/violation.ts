import { looksOnly } from '../commands/looks-only.ts';
import { brokenRules } from '../commands/rule-ids.ts';
import { shellRuns } from '../commands/shell-runs.ts';
import type { Deriver, Observation, Rendered, Seen } from '../deriver.ts';
import type { Call, Story } from '../facts/story.ts';
import { code } from '../words/quoted.ts';
import { counted, dayOf } from '../words/wording.ts';
import { json, mostFrequent, seenIn, supportOf, tally } from './sessions.ts';

/** What one session says of a rule. */
type ViolationData = {
  readonly tool: string;
  readonly rule: string;
  /** How often it was reported, and by how many outputs. */
  readonly times: number;
  readonly outputs: number;
  readonly message: string;
};

/** What is known of a rule, see `Memory.details`. */
export type ViolationDetails = ViolationData & { readonly sessions: number; readonly actors: number };

const sessionsMin = 3;
const actorsMin = 2;

export const violation: Deriver<ViolationData, ViolationDetails> = {
  kind: 'violation',
  version: 1,
  summary: 'A rule of a linter or compiler that is broken here again and again.',
  thresholds: `${sessionsMin} sessions, and ${actorsMin} people where it is told to everybody of the project`,
  activates: 'itself',
  observe: observed,
  fold: rendered,
};

/** Of the project, and of the person: what one person keeps doing is told to that person. */
function observed(story: Story): Observation<ViolationData>[] {
  const found = checkingCalls(story).flatMap((call) =>
    brokenRules(call.text ?? '').map((broken) => ({ call, broken })),
  );
  return [...Map.groupBy(found, ({ broken }) => `${broken.tool}:${broken.rule}`)].flatMap(([about, its]) => {
    const { tool, rule } = its[0]!.broken;
    const observation = {
      about,
      ...seenIn(its.map(({ call }) => call)),
      data: {
        tool,
        rule,
        times: its.reduce((total, { broken }) => total + broken.times, 0),
        outputs: its.length,
        message: its.map(({ broken }) => broken.message).find((message) => message !== '') ?? '',
      },
    };
    return [
      { ...observation, scope: 'project' as const },
      ...(story.actor === undefined ? [] : [{ ...observation, scope: 'person' as const }]),
    ];
  });
}

/** Shell calls whose output is their own: what only shows files may show any rule's name. */
function checkingCalls(story: Story): Call[] {
  const runs = Map.groupBy(shellRuns(story), ({ call }) => call);
  return story.steps.filter(
    (step): step is Call =>
      step.type === 'call' && (runs.get(step) ?? []).some(({ key, words }) => !looksOnly(key, words)),
  );
}

function rendered(seen: readonly Seen<ViolationData>[]): Rendered<ViolationDetails> {
  const { tool, rule } = seen[0]!.data;
  const { sessions, actors, lastAt } = supportOf(seen);
  const times = seen.reduce((total, { data }) => total + data.times, 0);
  const outputs = seen.reduce((total, { data }) => total + data.outputs, 0);
  const messages = tally(seen.flatMap(({ data }) => (data.message === '' ? [] : [data.message])));
  const message = mostFrequent(messages, 1)[0]?.[0] ?? '';
  const by = actors > 1 ? ` by ${counted(actors, 'person').replace('persons', 'people')}` : '';
  return {
    title: `${tool}: ${rule}`,
    statement: `${tool} ${code(rule, 60)} was broken ${counted(times, 'time')} in ${counted(sessions, 'session')}${by}${
      message === '' ? '' : `, for example ${code(message, 100)}`
    } (last ${dayOf(lastAt)})`,
    details: json({ tool, rule, times, outputs, message, sessions, actors }) as ViolationDetails,
    supported: sessions >= sessionsMin && (seen[0]!.scope === 'person' || actors >= actorsMin),
    origin: 'counter',
    trust: 'tool',
    keywords: `${tool} ${rule} ${message}`,
  };
}
