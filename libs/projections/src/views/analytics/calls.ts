import { type AnalyticsColumn, analyticsView } from './analytics-view.ts';
import { jsonb, textOf } from './json.ts';
import { msBetween, placeOf, whose, withSession } from './whose.ts';

const scripts = 'npm|pnpm|yarn|bun|make|just|task|rake|mise';
const programs =
  'git|gh|glab|go|cargo|docker|kubectl|helm|terraform|gradle|mvn|dotnet|pip|uv|poetry|npx|bunx|uvx|apt|apt-get|brew|systemctl|turbo|nx|deno|swift';

/**
 * The command without changes of folder, variables and arguments: `npm run lint`, `git commit`, `pytest`. Words alone,
 * no grammar of shells; the command cards of memory know more.
 */
const bare = String.raw`regexp_replace(left(run.command, 500), '^(\s*(cd\s+("[^"]*"|\S+)\s*(&&|;)|[A-Za-z_][A-Za-z0-9_]*=("[^"]*"|\S*)\s|sudo\s|rtk\s|timeout\s+\S+\s|time\s))+\s*', '')`;
const withoutFlags = String.raw`regexp_replace(${bare}, '^((?:\S*/)?(?:git|docker|kubectl|make|npm|pnpm|yarn|cargo))(\s+(-[CcfnF]\s+\S+|--?[A-Za-z][\w-]*(=\S+)?))+', '\1')`;
const key = `coalesce(
    substring(${withoutFlags} from '^(?:\\S*/)?((?:${scripts})\\s+(?:run\\s+|run-script\\s+)?[A-Za-z][A-Za-z0-9:_./-]*)'),
    substring(${withoutFlags} from '^(?:\\S*/)?((?:${programs})\\s+[A-Za-z][A-Za-z0-9:_./-]*)'),
    substring(${withoutFlags} from '^(?:\\S*/)?(python[0-9.]*\\s+-m\\s+[A-Za-z][A-Za-z0-9_.]*)'),
    substring(${withoutFlags} from '^(?:\\S*/)?([A-Za-z0-9_.+-]+)')
  )`;

const first = (types: string, field: string) =>
  `(select effect ->> '${field}' from jsonb_array_elements(done.effects) effect where effect ->> 'type' in (${types}) limit 1)`;

const ofCall: Readonly<Record<string, AnalyticsColumn>> = {
  call: ['text', 'The key, together with the session', 'c.call'],
  ...whose,
  turn: ['text', 'The turn it was made in: `turns.turn`', 'c.turn'],
  agent: ['text', 'Who made it: main, or a subagent (`agents.agent`)', `coalesce(c.agent, 'main')`],
  tool: ['text', 'Name of the tool, in the harness’s words', 'c.tool'],
};

const ofCommand: Readonly<Record<string, AnalyticsColumn>> = {
  program: ['text', 'Of a command: the program it ran', 'c.program'],
  command: ['text', 'Of a command: the whole line', 'run.command'],
  command_key: ['text', 'Of a command: what it is without its arguments, such as `npm run lint` or `git commit`', key],
};

const ofEnd: Readonly<Record<string, AnalyticsColumn>> = {
  outcome: ['text', 'running, ok, failed, denied, interrupted or unknown', 'c.outcome'],
  stage: ['text', 'Of a failed call: ran, or invalid (it never ran)', 'c.stage'],
  exit_code: ['bigint', 'Exit status of the command, where the harness says', 'c.exit_code'],
  error_signature: [
    'text',
    'The error without what changes from run to run: the same for the same mistake',
    'c.error_signature',
  ],
  denied_by: ['text', 'Who refused it', 'c.denied_by'],
  started_at: ['timestamptz', 'When it was made', 'c.started_at'],
  ended_at: ['timestamptz', 'When it ended', 'c.ended_at'],
  duration_ms: [
    'double precision',
    'As the harness said, else from start to end; waiting for a permission may be in it',
    'c.duration_ms',
  ],
};

// The offsets keep the planner from reading the same again for each column.
const commandsOf = `${withSession('calls', 'c')}
cross join lateral (select ${jsonb('c.effects')} as effects, ${jsonb('c.permission')} as permission offset 0) done
cross join lateral (select ${first("'process.exec'", 'object')} as command offset 0) run`;

export const calls = analyticsView({
  name: 'calls',
  about:
    'One tool call: what ran, how it ended, how long it took. One row per call. Inputs and outputs, which are most of the bytes, are in call_contents',
  needs: ['sessions', 'calls'],
  columns: {
    ...ofCall,
    mcp_server: ['text', 'Of a tool of an MCP server: its name', 'c.mcp_server'],
    effect: [
      'text',
      'What it did to the world, the first where it did more: file.read, file.write, file.delete, process.exec, net.fetch, search, agent.spawn, plan, ask.person, mcp.call, unknown',
      `done.effects -> 0 ->> 'type'`,
    ],
    path: ['text', 'The first file it touched', first("'file.read', 'file.write', 'file.delete'", 'object')],
    ...ofCommand,
    description: ['text', 'What the agent said it is for', 'c.description'],
    ...ofEnd,
    permission_decision: ['text', 'allow, deny, …: null where nobody was asked', `done.permission ->> 'decision'`],
    permission_by: ['text', 'Who decided: person, rule, …', `done.permission ->> 'by'`],
    permission_wait_ms: [
      'double precision',
      'How long a permission was waited for',
      msBetween(`(done.permission ->> 'askedAt')::timestamptz`, `(done.permission ->> 'decidedAt')::timestamptz`),
    ],
    is_background: ['boolean', 'It left something running', 'c.background is not null'],
    spawned_agent: ['text', 'The subagent it started: `agents.agent`', 'c.spawned'],
    ...placeOf('c'),
  },
  from: commandsOf,
});

export const failures = analyticsView({
  name: 'failures',
  about:
    'Tool calls that failed, were refused or never ran, with what was said. One row per call; they are in calls as well',
  needs: ['sessions', 'calls'],
  columns: {
    ...ofCall,
    ...ofCommand,
    ...ofEnd,
    error: [
      'text',
      'What the tool answered, or the reason of the refusal; its beginning where it is long',
      `coalesce(${textOf('c.error')}, ${textOf('c.reason')})`,
    ],
    ...placeOf('c'),
  },
  from: `${commandsOf}
where c.outcome in ('failed', 'denied')`,
});

export const callContents = analyticsView({
  name: 'call_contents',
  about:
    'What went into each tool call and what came out. One row per call. A text longer than 64 KiB is an object with its head, tail and length',
  needs: ['sessions', 'calls'],
  columns: {
    ...ofCall,
    input: ['jsonb', 'As the model asked', jsonb('c.input')],
    input_executed: ['jsonb', 'As it was executed, where that was something else', jsonb('c.input_executed')],
    output: ['jsonb', 'What came out', jsonb('c.output')],
    error: ['text', 'What a failed call said; its beginning where it is long', textOf('c.error')],
    ...placeOf('c'),
  },
  from: withSession('calls', 'c'),
});
