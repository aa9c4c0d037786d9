import { analyticsView } from './analytics-view.ts';
import { bytesOf, jsonb, textOf } from './json.ts';
import { msBetween, placeOf, whose, withSession } from './whose.ts';

export const messages = analyticsView({
  name: 'messages',
  about: 'What was said: prompts, and what agents and harnesses answered. One row per message',
  needs: ['sessions', 'messages'],
  columns: {
    message: ['text', 'The key: id of its event', 'm.message'],
    ...whose,
    turn: ['text', 'The turn it belongs to: `turns.turn`', 'm.turn'],
    agent: ['text', 'Who spoke, or was spoken to: main, or a subagent', `coalesce(m.agent, 'main')`],
    role: ['text', 'user, assistant, system or subagent', 'm.role'],
    prompt_by: ['text', 'Of a prompt: who wrote it', 'm.by'],
    text: ['text', 'What was said; its beginning where it is longer than 64 KiB', textOf('m.text')],
    text_bytes: ['bigint', 'Length of the whole text in UTF-8', bytesOf('m.text')],
    thinking: ['text', 'What the model thought, where the harness shows it', textOf('m.thinking')],
    model: ['text', 'The model that answered', 'm.model'],
    stop_reason: ['text', 'Why the model stopped', 'm.stop_reason'],
    at: ['timestamptz', 'When', 'm.at'],
    ...placeOf('m'),
  },
  from: withSession('messages', 'm'),
});

export const plans = analyticsView({
  name: 'plans',
  about: 'Every change of an agent’s list of things to do. One row per change',
  needs: ['sessions', 'plans'],
  columns: {
    plan: ['text', 'The key: id of its event', 'p.plan'],
    ...whose,
    turn: ['text', 'The turn it was made in: `turns.turn`', 'p.turn'],
    agent: ['text', 'Whose list: main, or a subagent', `coalesce(p.agent, 'main')`],
    is_whole: ['boolean', 'The items are the whole list; otherwise only those that changed', 'p.whole'],
    items: ['jsonb', 'The items: an array of objects with id, text and status', jsonb('p.items')],
    items_total: ['bigint', 'How many items are told', `jsonb_array_length(${jsonb('p.items')})`],
    items_done: [
      'bigint',
      'How many of them are done',
      `(select count(*) from jsonb_array_elements(${jsonb('p.items')}) item where item ->> 'status' = 'done')`,
    ],
    at: ['timestamptz', 'When', 'p.at'],
    ...placeOf('p'),
  },
  from: withSession('plans', 'p'),
});

export const agents = analyticsView({
  name: 'agents',
  about:
    'Subagents, background agents and teammates: who started them, what they did. One row per agent; a session’s main agent is not among them',
  needs: ['sessions', 'agents', 'calls', 'usage'],
  columns: {
    agent: ['text', 'The key, together with the session', 'a.agent'],
    ...whose,
    parent: ['text', 'The agent that started it', 'a.parent'],
    call: ['text', 'The call that started it: `calls.call`', 'a.call'],
    type: ['text', 'Its type, in the harness’s words', 'a.type'],
    description: ['text', 'What it is for', 'a.description'],
    prompt: ['text', 'What it was asked', textOf('a.prompt')],
    depth: ['bigint', 'How many agents are above it', 'a.depth'],
    started_at: ['timestamptz', 'When it was started', 'a.started_at'],
    ended_at: ['timestamptz', 'When it ended', 'a.ended_at'],
    duration_ms: ['double precision', 'From start to end', msBetween('a.started_at', 'a.ended_at')],
    outcome: ['text', 'running, ok, failed, …', 'a.outcome'],
    calls: ['bigint', 'Tool calls it made', 'coalesce(c.calls, 0)'],
    calls_failed: ['bigint', 'Of them, those that failed', 'coalesce(c.failed, 0)'],
    output_tokens: ['bigint', 'Output tokens of its model calls', 'u.output_tokens'],
    cost_usd: ['double precision', 'What is known of the cost of its model calls, US dollars', 'u.cost_usd'],
    ...placeOf('a'),
  },
  from: `${withSession('agents', 'a')}
left join (
  select session, agent, count(*) as calls, count(*) filter (where outcome = 'failed') as failed
  from read.calls group by session, agent
) c on c.session = a.session and c.agent = a.agent
left join (
  select session, agent, sum(output_tokens) as output_tokens, sum(cost_usd) as cost_usd
  from read.costs group by session, agent
) u on u.session = a.session and u.agent = a.agent`,
});
