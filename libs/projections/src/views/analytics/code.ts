import { type AnalyticsColumn, analyticsView } from './analytics-view.ts';
import { msBetween } from './whose.ts';

const needs = ['sessions', 'refs', 'code', 'pulls'];

const ofOutcome: Readonly<Record<string, AnalyticsColumn>> = {
  session: ['text', 'The session it came from: `sessions.session`', 'o.session'],
  project: ['text', 'Project', 'o.project'],
  repository: ['text', 'Repository as its host calls it; null where only the session tells of it', 'o.repository'],
};

const tie: AnalyticsColumn = [
  'text',
  'How it is known to be this session’s, the surest first: trailer (its commit names the session), commit (the session made it), pull (its pull request holds such a commit), branch (the session worked on that branch)',
  'o.tie',
];

export const outcomes = analyticsView({
  name: 'outcomes',
  about:
    'What became of each session: its commits, pull requests and CI runs. One row per session and thing; a pull request of two sessions is two rows',
  needs,
  columns: {
    ...ofOutcome,
    kind: ['text', 'commit, pull or ci', 'o.kind'],
    ref: [
      'text',
      'Hash of the commit, number of the pull request (`pull_requests.number`), or name, run and try of the CI run',
      'o.ref',
    ],
    state: [
      'text',
      'Of a commit pushed or made; of a pull request open, merged or closed; of a CI run its outcome',
      'o.state',
    ],
    tie,
    title: ['text', 'First line of the commit’s message, title of the pull request, name of the CI run', 'o.title'],
    url: ['text', 'Where it can be looked at', 'o.url'],
    at: ['timestamptz', 'When it was first spoken of', 'o.at'],
    ended_at: ['timestamptz', 'When a pull request was merged or closed', 'o.ended_at'],
  },
  from: 'read.outcomes o',
});

export const commits = analyticsView({
  name: 'commits',
  about: 'Commits that sessions made or that were pushed from them. One row per session and commit',
  needs,
  columns: {
    ...ofOutcome,
    hash: ['text', 'The commit; shortened where only git’s output tells of it', 'o.ref'],
    is_pushed: ['boolean', 'A code host has it', `o.state = 'pushed'`],
    tie,
    title: ['text', 'First line of its message, where a code host has it', 'o.title'],
    url: ['text', 'Where it can be looked at', 'o.url'],
    at: ['timestamptz', 'When it was first spoken of', 'o.at'],
  },
  from: `read.outcomes o
where o.kind = 'commit'`,
});

export const pullRequests = analyticsView({
  name: 'pull_requests',
  about:
    'Pull requests (of GitLab: merge requests), whoever made them. One row per pull request; its sessions are in outcomes',
  needs: [...needs, 'usage'],
  columns: {
    project: ['text', 'Project', 'p.project'],
    repository: ['text', 'Repository as its host calls it. The key, together with project and number', 'p.repository'],
    number: ['bigint', 'Its number', 'p.number'],
    title: ['text', 'Title', 'p.title'],
    url: ['text', 'Where it can be looked at', 'p.url'],
    state: ['text', 'open, merged or closed (without being merged)', 'p.state'],
    branch: ['text', 'Its branch', 'p.branch'],
    base: ['text', 'The branch it goes to', 'p.base'],
    author: ['text', 'Who opened it, as the host names them', 'p.author'],
    opened_at: ['timestamptz', 'When it was opened; null where the host told only of what came later', 'p.opened_at'],
    merged_at: ['timestamptz', 'When it was merged', 'p.merged_at'],
    closed_at: ['timestamptz', 'When it was closed without a merge', 'p.closed_at'],
    open_ms: [
      'double precision',
      'From opening to merge or close',
      msBetween('p.opened_at', 'coalesce(p.merged_at, p.closed_at)'),
    ],
    reviews: ['bigint', 'Verdicts given', 'p.reviews'],
    approvals: ['bigint', 'Of them, approvals', 'p.approvals'],
    changes_requested: ['bigint', 'Of them, requests for changes', 'p.changes_requested'],
    sessions: ['bigint', 'Sessions it is known to come from', 'coalesce(w.sessions, 0)'],
    cost_usd: [
      'double precision',
      'What those sessions cost as far as is known, US dollars; a session of two pull requests counts whole in both',
      'w.cost_usd',
    ],
  },
  from: `read.pulls p
left join (
  select o.project, o.repository, o.ref, count(distinct o.session) as sessions, sum(m.cost_usd) as cost_usd
  from read.outcomes o left join read.session_costs m on m.session = o.session
  where o.kind = 'pull' group by o.project, o.repository, o.ref
) w on w.project = p.project and w.repository = p.repository and w.ref = p.number::text`,
});

export const ciRuns = analyticsView({
  name: 'ci_runs',
  about: 'Runs of CI that ended, whoever caused them. One row per run and try; their sessions are in outcomes',
  needs,
  columns: {
    ci_run: ['text', 'The key: id of its event', 'c.event'],
    project: ['text', 'Project', 'c.project'],
    repository: ['text', 'Repository as its host calls it', 'c.repository'],
    name: ['text', 'Name of the workflow', 'c.name'],
    run: ['text', 'The host’s id of the run', 'c.run'],
    attempt: ['bigint', 'Which try of the run', 'c.attempt'],
    outcome: ['text', 'ok, failed, …', 'c.outcome'],
    branch: ['text', 'Branch', 'c.branch'],
    hash: ['text', 'The commit it ran on', 'c.commits ->> 0'],
    duration_ms: ['double precision', 'How long it took', 'c.duration_ms'],
    url: ['text', 'Where it can be looked at', 'c.url'],
    at: ['timestamptz', 'When it ended', 'c.at'],
  },
  from: `read.code c
where c.kind = 'ci.finished'`,
});

export const reviews = analyticsView({
  name: 'reviews',
  about: 'Verdicts on pull requests. One row per verdict',
  needs,
  columns: {
    review: ['text', 'The key: id of its event', 'c.event'],
    project: ['text', 'Project', 'c.project'],
    repository: ['text', 'Repository as its host calls it', 'c.repository'],
    number: ['bigint', 'The pull request: `pull_requests.number`', 'c.number'],
    verdict: ['text', 'approved, changes-requested, commented or withdrawn', 'c.outcome'],
    author: ['text', 'Who gave it, as the host names them', 'c.author'],
    at: ['timestamptz', 'When', 'c.at'],
  },
  from: `read.code c
where c.kind = 'review.submitted'`,
});
