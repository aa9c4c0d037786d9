import { tiesInSql } from './code-ties.ts';
import type { DerivedView } from './derived-view.ts';

/** What became of a session's work: a row per session and commit, pull request or CI run. */
export const outcomes: DerivedView = {
  name: 'read.outcomes',
  about:
    'What became of each session: its commits, pull requests and CI runs. A row per session, repository, kind (commit, pull, ci) and ref: the hash, the number, or name, run and try. state: of a commit pushed (a code host has it) or made (only the session tells of it, the hash may be short); of a pull request open, merged or closed; of a CI run its outcome. tie: how it is known to be this session’s (see read.code_ties). at: when it was first spoken of. ended_at: when a pull request was merged or closed',
  needs: ['sessions', 'refs', 'code', 'pulls'],
  select: `
with told as not materialized (
  select t.session, c.event, c.kind, c.project, c.repository, c.number, c.commits ->> 0 as hash,
    c.name, c.run, c.attempt, c.outcome, c.title, c.url, c.at, array_position(${tiesInSql}, t.tie) as rank
  from read.code_ties t join read.code c on c.event = t.event
)
select session, project, repository, 'commit' as kind, hash as ref, 'pushed' as state,
  (${tiesInSql})[min(rank)] as tie, min(title) as title, min(url) as url, min(at) as at, null::timestamptz as ended_at
from told where kind = 'commit.made'
group by session, project, repository, hash
union all
select r.session, coalesce(s.project, r.project), null, 'commit', r.name, 'made', 'commit', null, null, r.at, null
from read.refs r join read.sessions s on s.session = r.session
where r.kind = 'commit'
  and not exists (
    select 1 from read.code c
    where c.project = s.project and c.kind = 'commit.made'
      and left(c.commits ->> 0, 7) = left(r.name, 7) and starts_with(c.commits ->> 0, r.name)
  )
  and not exists (
    select 1 from read.refs longer
    where longer.session = r.session and longer.kind = 'commit' and longer.name <> r.name
      and starts_with(longer.name, r.name)
  )
union all
select t.session, t.project, t.repository, 'pull', t.number::text, p.state, (${tiesInSql})[min(t.rank)],
  p.title, p.url, p.at, coalesce(p.merged_at, p.closed_at)
from told t
  join read.pulls p on p.project = t.project and p.repository = t.repository and p.number = t.number
group by t.session, t.project, t.repository, t.number, p.state, p.title, p.url, p.at, p.merged_at, p.closed_at
union all
select session, project, repository, 'ci', concat_ws(' ', name, run, attempt::text), outcome,
  (${tiesInSql})[min(rank)], min(name), min(url), min(at), null
from told where kind = 'ci.finished'
group by session, project, repository, name, run, attempt, outcome`,
};
