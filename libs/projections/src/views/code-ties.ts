import type { DerivedView } from './derived-view.ts';

/** Work on a branch goes on being the session's for so long after it. */
const branchGoesOn = '14 days';

/** Branches that many work on say nothing. */
const shared = '^(main|master|trunk|develop|dev|staging|production|release([/-].*)?)$';

/** What ties code to a session, the surest first. */
export const ties = ['trailer', 'commit', 'pull', 'branch'] as const;
export type Tie = (typeof ties)[number];

/** The list above, in SQL. */
export const tiesInSql = `array[${ties.map((tie) => `'${tie}'`).join(', ')}]`;

/**
 * What a code host told that belongs to a session. A hash is git's abbreviation of every commit that begins so, which
 * takes seven signs at least. Everything but a session without a project has to be of the session's project, so that
 * nobody is named from elsewhere.
 */
export const codeTies: DerivedView = {
  name: 'read.code_ties',
  about:
    'Which session each event of a code host belongs to, and by what, the surest first: trailer (it names the session), commit (the session made it), pull (its pull request holds such a commit), branch (the session worked on that branch, by itself, within the last 14 days). Columns: session, event, tie',
  needs: ['sessions', 'refs', 'code', 'pulls'],
  select: `
with code_commits as not materialized (
  select c.event, c.project, held.hash
  from read.code c cross join lateral json_array_elements_text(c.commits) held(hash)
), named as not materialized (
  select s.session, s.project, c.event
  from read.code c
    cross join lateral json_array_elements_text(c.sessions) word(session)
    join read.sessions s on s.session = word.session
  where c.sessions::text <> '[]' and (s.project is null or s.project = c.project)
    and not exists (
      select 1 from read.pulls p
      where p.project = c.project and p.number = c.number and p.repository = c.repository and p.fork is not null
    )
), made as not materialized (
  select s.session, s.project, r.name as hash
  from read.refs r join read.sessions s on s.session = r.session
  where r.kind = 'commit' and s.project is not null
  union
  select n.session, n.project, k.hash
  from named n join code_commits k on k.event = n.event
  where n.project is not null
), holding as not materialized (
  select m.session, k.event
  from made m join code_commits k
    on k.project = m.project and left(k.hash, 7) = left(m.hash, 7) and starts_with(k.hash, m.hash)
), pulled as not materialized (
  select distinct sure.session, c.project, c.repository, c.number
  from (
    select session, event from named where project is not null
    union
    select session, event from holding
  ) sure join read.code c on c.event = sure.event
  where c.number is not null
), code_pulls as not materialized (
  select c.event, c.project, c.repository, spoken.number::bigint as number
  from read.code c cross join lateral json_array_elements_text(c.pulls) spoken(number)
), on_branch as not materialized (
  select r.session, c.event
  from read.refs r
    join read.sessions s on s.session = r.session
    join read.code c on c.project = s.project and c.branch = r.name
  where r.kind = 'branch' and c.branch !~ '${shared}'
    and c.at between s.started_at and coalesce(s.last_event_at, s.started_at) + interval '${branchGoesOn}'
    and not exists (select 1 from read.code other where other.project = c.project and other.base = c.branch)
)
select session, event, (${tiesInSql})[min(rank)] as tie
from (
  select session, event, 1 as rank from named
  union all
  select session, event, 2 from holding
  union all
  select p.session, k.event, 3
  from pulled p join code_pulls k
    on k.project = p.project and k.repository = p.repository and k.number = p.number
  union all
  select session, event, 4 from on_branch
) tied
group by session, event`,
};
