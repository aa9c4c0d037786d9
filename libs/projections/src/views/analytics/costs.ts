import { type AnalyticsColumn, analyticsView } from './analytics-view.ts';

const tokens: Readonly<Record<string, AnalyticsColumn>> = {
  input_tokens: ['bigint', 'Input tokens that were not cached; null where nobody said', 'c.input_tokens'],
  output_tokens: ['bigint', 'Output tokens', 'c.output_tokens'],
  cache_read_tokens: ['bigint', 'Input tokens read from a cache', 'c.cache_read_tokens'],
  cache_write_tokens: ['bigint', 'Input tokens written to a cache', 'c.cache_write_tokens'],
  reasoning_tokens: ['bigint', 'Of the output tokens, those of reasoning', 'c.reasoning_tokens'],
};

const about: Readonly<Record<string, AnalyticsColumn>> = {
  message: [
    'text',
    'The provider’s id of the answer, else of its request or event. The key, together with the session',
    'c.message',
  ],
  session: ['text', 'The session it counts in: `sessions.session`', 'c.session'],
  project: ['text', 'Project', 'c.project'],
  harness: ['text', 'Harness', 'c.harness'],
  actor: ['text', 'Person', 'c.actor'],
  model: ['text', 'Model, as the harness names it', 'c.model'],
  agent: ['text', 'Who asked: main, or a subagent', `coalesce(c.agent, 'main')`],
  turn: ['text', 'The turn it was made in: `turns.turn`', 'c.turn'],
  at: ['timestamptz', 'When', 'c.at'],
  ...tokens,
  duration_ms: ['double precision', 'How long the model took', 'c.duration_ms'],
  cost_usd: ['double precision', 'US dollars; null where it is not known', 'c.cost_usd'],
  cost_source: [
    'text',
    'reported (by the harness), computed (from tokens and the model’s price at that time), total (it is in the harness’s total of the session: see costs), null (not known)',
    'c.cost_source',
  ],
  position: ['bigint', 'Where in the log it stands', 'c.position'],
};

export const modelCalls = analyticsView({
  name: 'model_calls',
  about: 'One answer of a model: tokens and cost, each counted once however many events told of it. One row per answer',
  needs: ['sessions', 'usage'],
  columns: about,
  from: `read.costs c
where c.message is not null`,
});

export const costs = analyticsView({
  name: 'costs',
  about:
    'model_calls, and for sessions where the harness only told a total, a row without a message for what its calls do not explain: sums over any column are what it cost. One row per answer or remainder',
  needs: ['sessions', 'usage'],
  columns: about,
  from: 'read.costs c',
});

export const days = analyticsView({
  name: 'days',
  about: 'What happened per day (UTC), project, harness and person. One row for each of them with anything in it',
  needs: ['sessions', 'turns', 'calls', 'usage'],
  columns: {
    day: ['date', 'Day in UTC', 'd.day'],
    project: ['text', 'Project', 'd.project'],
    harness: ['text', 'Harness', 'd.harness'],
    actor: ['text', 'Person', 'd.actor'],
    sessions: [
      'bigint',
      'Sessions in which a turn began, a call was made or a model answered',
      'count(distinct d.session)',
    ],
    turns: ['bigint', 'Turns begun', 'sum(d.turns)'],
    calls: ['bigint', 'Tool calls made', 'sum(d.calls)'],
    calls_failed: ['bigint', 'Of them, those that failed', 'sum(d.failed)'],
    output_tokens: ['bigint', 'Output tokens', 'sum(d.output_tokens)'],
    cost_usd: ['double precision', 'What is known of the cost, US dollars', 'sum(d.cost_usd)'],
  },
  from: `(
  select (t.started_at at time zone 'UTC')::date as day, s.project, s.harness, s.actor, s.session,
    count(*) as turns, 0 as calls, 0 as failed, null::bigint as output_tokens, null::double precision as cost_usd
  from read.turns t join read.sessions s on s.session = t.session group by 1, 2, 3, 4, 5
  union all
  select (coalesce(c.started_at, c.ended_at) at time zone 'UTC')::date, s.project, s.harness, s.actor, s.session,
    0, count(*), count(*) filter (where c.outcome = 'failed'), null::bigint, null::double precision
  from read.calls c join read.sessions s on s.session = c.session
  where coalesce(c.started_at, c.ended_at) is not null group by 1, 2, 3, 4, 5
  union all
  select (c.at at time zone 'UTC')::date, s.project, s.harness, s.actor, s.session,
    0, 0, 0, sum(c.output_tokens), sum(c.cost_usd)
  from read.costs c join read.sessions s on s.session = c.session group by 1, 2, 3, 4, 5
) d
group by d.day, d.project, d.harness, d.actor`,
});
