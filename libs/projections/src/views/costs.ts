import type { DerivedView } from './derived-view.ts';
import { modelNames } from './model-names.ts';

/** Shorter ids of messages are a harness's own numbers: two sessions may have them for different messages. */
const messageLengthMin = 12;

const inputOfAll = 'u.input_tokens + coalesce(u.cache_read_tokens, 0) + coalesce(u.cache_write_tokens, 0)';

/**
 * The price of a call at its time, in dollars; null where no price is known for its model, for a class of its tokens or
 * for its service tier, or where its tokens are not all known. The rule of `costOf` in @hookline/costs.
 */
const computed = `
  select (
      u.input_tokens * p.input_per_million + u.output_tokens * p.output_per_million
      + case when coalesce(u.cache_read_tokens, 0) = 0 then 0 else u.cache_read_tokens * p.cache_read_per_million end
      + case when coalesce(u.cache_write_tokens, 0) = 0 then 0 else u.cache_write_tokens * p.cache_write_per_million end
    ) / 1000000 as usd
  from model_prices p
  where p.called = u.model
    and u.at >= p.valid_from and (p.valid_until is null or u.at < p.valid_until)
    and coalesce(u.service_tier, 'standard') in ('standard', 'default')
    and (p.tokens_above = 0 or ${inputOfAll} > p.tokens_above)
    and (p.tokens_up_to is null or ${inputOfAll} <= p.tokens_up_to)
  order by p.owner desc, p.by_name desc, p.valid_from desc
  limit 1`;

/** A harness that says 0 of a call that took tokens does not know its price. */
const reported = `
  case when u.cost_usd > 0 or (u.cost_usd = 0 and coalesce(u.output_tokens, 0) + coalesce(${inputOfAll}, 0) = 0)
    then u.cost_usd end`;

/** What everything cost: the one definition of a cost, for sums by whatever somebody asks. */
export const costs: DerivedView = {
  name: 'read.costs',
  about:
    'What each model call cost, in dollars; sums over any column are right. cost_source: reported (the harness said so), computed (from the price of the model at that time, see GET /v1/prices), total (only the harness’s total of the session holds it) or null (unknown, cost_usd is null then). A message that another session holds as a copy counts in the session it was first in. Where a harness reported a total and not all calls have a cost, the rest of the total is a row without a message (and without model or tokens)',
  needs: ['sessions', 'usage'],
  select: `
with recursive ${modelNames}, model_prices as materialized (
  select n.model as called, p.model = n.name as by_name, p.*
  from model_names n join prices p on p.model in (n.name, n.family)
), called as not materialized (
  select u.session, u.message, u.project, u.harness, u.actor, u.model, u.agent, u.turn, u.at,
    u.input_tokens, u.output_tokens, u.cache_read_tokens, u.cache_write_tokens, u.reasoning_tokens,
    u.duration_ms, u.position, ${reported} as reported_usd, price.usd as computed_usd
  from read.usage u
    left join read.sessions s on s.session = u.session
    left join lateral (${computed}) price on true
  where not exists (
    select 1 from read.usage o left join read.sessions f on f.session = o.session
    where o.message = u.message and length(o.message) >= ${messageLengthMin} and o.session <> u.session
      and o.harness is not distinct from u.harness and o.model is not distinct from u.model
      and o.input_tokens is not distinct from u.input_tokens and o.output_tokens is not distinct from u.output_tokens
      and (o.at, coalesce(f.forked, false), o.session) < (u.at, coalesce(s.forked, false), u.session)
  )
)
select c.session, c.message, c.project, c.harness, c.actor, c.model, c.agent, c.turn, c.at,
  c.input_tokens, c.output_tokens, c.cache_read_tokens, c.cache_write_tokens, c.reasoning_tokens, c.duration_ms,
  coalesce(c.reported_usd, c.computed_usd) as cost_usd,
  case when c.reported_usd is not null then 'reported' when c.computed_usd is not null then 'computed'
    when exists (select 1 from read.sessions s where s.session = c.session and s.reported_cost_usd > 0) then 'total'
    end as cost_source,
  c.position
from called c
union all
select s.session, null, coalesce(s.project, '-'), s.harness, s.actor, null, null, null,
  coalesce(s.ended_at, s.last_event_at, s.started_at), null, null, null, null, null, null,
  s.reported_cost_usd - coalesce(calls.usd, 0), 'reported', s.last_position
from read.sessions s
  cross join lateral (
    select count(*) as calls, sum(coalesce(c.reported_usd, c.computed_usd)) as usd,
      count(*) filter (where coalesce(c.reported_usd, c.computed_usd) is null) as unpriced
    from called c where c.session = s.session
  ) calls
where s.reported_cost_usd > 0 and s.reported_cost_usd > coalesce(calls.usd, 0) and (calls.calls = 0 or calls.unpriced > 0)`,
};

/** The same by session, for lists of sessions. */
export const sessionCosts: DerivedView = {
  name: 'read.session_costs',
  about:
    'What each session cost in all, from read.costs: cost_usd (null: nothing is known), of it reported_usd by the harness and computed_usd from prices; calls, and unpriced_calls, which are in none of these sums. complete: no call is missing from cost_usd',
  needs: ['sessions', 'usage'],
  select: `
select session, sum(cost_usd) as cost_usd,
  sum(cost_usd) filter (where cost_source = 'reported') as reported_usd,
  sum(cost_usd) filter (where cost_source = 'computed') as computed_usd,
  count(message) as calls, count(message) filter (where cost_source is null) as unpriced_calls,
  count(*) filter (where cost_source is null) = 0 as complete
from read.costs group by session`,
};
