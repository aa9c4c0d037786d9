import { analyticsView } from './analytics-view.ts';
import { bytesOf, textOf } from './json.ts';
import { msBetween, placeOf, whose, withSession } from './whose.ts';

export const turns = analyticsView({
  name: 'turns',
  about: 'One prompt and how what followed it ended. One row per turn',
  needs: ['sessions', 'turns', 'calls'],
  columns: {
    turn: ['text', 'The key: id of the event that opened it', 't.turn'],
    ...whose,
    agent: ['text', 'Whose turn: main, or a subagent', `coalesce(t.agent, 'main')`],
    prompt: ['text', 'What was asked; of a very long prompt its beginning', textOf('t.prompt')],
    prompt_bytes: ['bigint', 'Length of the whole prompt in UTF-8', bytesOf('t.prompt')],
    prompt_by: ['text', 'Who wrote the prompt: person, harness, agent, …', 't.by'],
    command: ['text', 'The typed command that became the prompt', 't.command'],
    started_at: ['timestamptz', 'When the prompt was sent', 't.started_at'],
    ended_at: ['timestamptz', 'When the agent was done', 't.ended_at'],
    duration_ms: ['double precision', 'From prompt to end', msBetween('t.started_at', 't.ended_at')],
    waited_ms: [
      'double precision',
      'How long the agent had waited for this prompt: from the end of the turn before it in the session; null for the first, and where that end was not seen',
      `case when lag(t.ended_at) over before_it <= t.started_at then ${msBetween('lag(t.ended_at) over before_it', 't.started_at')} end`,
    ],
    outcome: ['text', 'open, ended, interrupted, failed or blocked', 't.outcome'],
    error: ['text', 'Why it failed', 't.error'],
    closing: ['text', 'The agent’s closing words', textOf('t.closing')],
    calls: ['bigint', 'Tool calls in it', 'coalesce(c.calls, 0)'],
    calls_failed: ['bigint', 'Tool calls in it that failed', 'coalesce(c.failed, 0)'],
    ...placeOf('t'),
  },
  from: `${withSession('turns', 't')}
left join (
  select session, turn, count(*) as calls, count(*) filter (where outcome = 'failed') as failed
  from read.calls group by session, turn
) c on c.session = t.session and c.turn = t.turn
window before_it as (partition by t.session order by t.order_key, t.position)`,
});
