/**
 * What pull requests cost, as common table expressions: `pull_parts` has a row per pull request and session that worked
 * on it. A session shares its cost evenly among its pull requests (`share`), and a pull request counts evenly for its
 * sessions (`weight`), so that neither a dollar nor a pull request counts twice. `priced`: the whole cost of the pull
 * request is known.
 */
export const pullParts = `
pull_sessions as materialized (
  select distinct project, repository, ref, state, session from read.outcomes where kind = 'pull'
), pull_parts as materialized (
  select p.project, p.repository, p.ref, p.state, p.session,
    c.cost_usd / count(*) over (partition by p.session) as share,
    1.0::double precision / count(*) over (partition by p.project, p.repository, p.ref) as weight,
    bool_and(coalesce(c.complete and c.cost_usd is not null, false))
      over (partition by p.project, p.repository, p.ref) as priced
  from pull_sessions p left join read.session_costs c on c.session = p.session
)`;
