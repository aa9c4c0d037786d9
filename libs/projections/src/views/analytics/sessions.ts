import { silentSessionMs, silentTurnMs } from '../../sessions/liveness.ts';
import { analyticsView } from './analytics-view.ts';
import { jsonb } from './json.ts';
import { msBetween, whose } from './whose.ts';

/** An open question to a person, as `waitingFor` finds it: asked after all questions were closed, and not answered since. */
const waiting = `exists (
    select from jsonb_each(${jsonb('s.asks')}) ask
    where ask.value ->> 'at' is not null and ask.value ->> 'asked' >= coalesce(s.marks ->> 'asksClosed', '')
      and coalesce(ask.value ->> 'answered' <= ask.value ->> 'asked', true)
  )`;

const silent = 'now() - coalesce(s.last_event_at, s.started_at)';

/** The same words as `livenessOf`. */
const state = `case
    when s.ended_at is not null then 'ended'
    when ${silent} > interval '${silentSessionMs / 3_600_000} hours' then 'lost'
    when ${waiting} then 'waiting'
    when s.open_turn is not null and ${silent} <= interval '${silentTurnMs / 60_000} minutes' then 'running'
    else 'idle' end`;

export const sessions = analyticsView({
  name: 'sessions',
  about: 'One run of a harness: whose, where, with what, how it went and what it cost. One row per session',
  needs: ['sessions', 'calls', 'files', 'agents', 'usage'],
  columns: {
    ...whose,
    session: ['text', 'Our id: `<harness>:<the harness’s own id>`. The key', 's.session'],
    native_session: ['text', 'The harness’s own id', 's.native_session'],
    harness_version: ['text', 'Version of the harness', 's.harness_version'],
    project_name: ['text', 'Short name of the project', 's.project_name'],
    branch: ['text', 'Git branch at the start', 's.branch'],
    host: ['text', 'Machine it ran on', 's.host'],
    model: ['text', 'Model used last', 's.model'],
    title: [
      'text',
      'What the harness calls it, else the first prompt of a person, in at most 120 characters',
      's.title',
    ],
    entrypoint: ['text', 'How the harness was started, in its words', 's.entrypoint'],
    permission_mode: ['text', 'Permission mode last set, in the harness’s words', 's.permission_mode'],
    origins: [
      'text',
      'Where its events came from, with commas between: hook, transcript, import, …',
      `(select string_agg(value, ',' order by value) from json_array_elements_text(s.origins) value)`,
    ],
    parent_session: ['text', 'The session it was forked from, or that its process held before', 's.parent_session'],
    is_fork: ['boolean', 'It began as a copy of its parent', 's.forked'],
    started_at: ['timestamptz', 'First event', 's.started_at'],
    last_event_at: ['timestamptz', 'Last thing the harness did', 'coalesce(s.last_event_at, s.started_at)'],
    ended_at: ['timestamptz', 'When it ended; null while it goes on, or when it fell silent', 's.ended_at'],
    end_reason: ['text', 'Why it ended, in the harness’s words', 's.end_reason'],
    duration_ms: [
      'double precision',
      'From its first to its last event, pauses included',
      msBetween('s.started_at', 'coalesce(s.last_event_at, s.started_at)'),
    ],
    state: [
      'text',
      'Now: running, waiting (for a person), idle, ended, lost (silent for 12 hours without an end)',
      state,
    ],
    turns: ['bigint', 'Prompts that opened a turn', 's.turns'],
    messages: ['bigint', 'Messages', 's.messages'],
    calls: ['bigint', 'Tool calls', 'coalesce(c.calls, 0)'],
    calls_failed: ['bigint', 'Tool calls that failed', 'coalesce(c.failed, 0)'],
    calls_denied: ['bigint', 'Tool calls that a person or a rule refused', 'coalesce(c.denied, 0)'],
    calls_open: ['bigint', 'Tool calls without an end', 'coalesce(c.open, 0)'],
    files_read: ['bigint', 'Distinct files read', 'coalesce(f.read, 0)'],
    files_written: ['bigint', 'Distinct files created, edited, moved or deleted', 'coalesce(f.written, 0)'],
    agents: ['bigint', 'Subagents', 'coalesce(a.agents, 0)'],
    compactions: ['bigint', 'How often its context was compacted', 's.compactions'],
    model_failures: ['bigint', 'Requests to a model that failed', 's.model_failures'],
    model_calls: ['bigint', 'Answers of models', 'coalesce(u.calls, 0)'],
    input_tokens: ['bigint', 'Input tokens that were not cached; null where nobody said', 'u.input_tokens'],
    output_tokens: ['bigint', 'Output tokens', 'u.output_tokens'],
    cache_read_tokens: ['bigint', 'Input tokens read from a cache', 'u.cache_read_tokens'],
    cache_write_tokens: ['bigint', 'Input tokens written to a cache', 'u.cache_write_tokens'],
    reasoning_tokens: ['bigint', 'Of the output tokens, those of reasoning', 'u.reasoning_tokens'],
    cost_usd: ['double precision', 'What is known of its cost, US dollars; null when nothing is', 'm.cost_usd'],
    cost_reported_usd: ['double precision', 'Of it, what the harness said', 'm.reported_usd'],
    cost_computed_usd: [
      'double precision',
      'Of it, computed from tokens and the price of the model at that time',
      'm.computed_usd',
    ],
    is_cost_complete: ['boolean', 'No model call is missing from the cost; null when there was none', 'm.complete'],
    events: ['bigint', 'Events of it in the log', 's.events'],
    first_position: ['bigint', 'Position of its first event in the log', 's.first_position'],
    last_position: ['bigint', 'Position of its newest event in the log', 's.last_position'],
  },
  from: `read.sessions s
left join (
  select session, count(*) as calls, count(*) filter (where outcome = 'failed') as failed,
    count(*) filter (where outcome = 'denied') as denied, count(*) filter (where outcome = 'running') as open
  from read.calls group by session
) c on c.session = s.session
left join (
  select session, count(distinct path) filter (where how = 'read') as read,
    count(distinct path) filter (where how in ('create', 'edit', 'delete', 'move')) as written
  from read.files group by session
) f on f.session = s.session
left join (select session, count(*) as agents from read.agents group by session) a on a.session = s.session
left join (
  select session, count(*) as calls, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens,
    sum(cache_read_tokens) as cache_read_tokens, sum(cache_write_tokens) as cache_write_tokens,
    sum(reasoning_tokens) as reasoning_tokens
  from read.usage group by session
) u on u.session = s.session
left join read.session_costs m on m.session = s.session`,
});
