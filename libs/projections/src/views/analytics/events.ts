import { type AnalyticsColumn, analyticsView } from './analytics-view.ts';
import { jsonb } from './json.ts';

const attribute = (about: string, name: string): AnalyticsColumn => ['text', about, `v.event ->> '${name}'`];

export const events = analyticsView({
  name: 'events',
  about:
    'The log itself, for questions that no other view answers. One row per event; docs/reference and schemas/generated say what is in the data of each kind',
  needs: [],
  columns: {
    position: ['bigint', 'Its place in the log. The key', 'e.position'],
    id: ['text', 'Its id', 'e.id'],
    kind: ['text', 'What kind of fact: tool.finished, prompt.submitted, …', 'e.kind'],
    version: ['bigint', 'Version of the kind', 'e.version'],
    time: ['timestamptz', 'When it happened', 'e.time'],
    recorded_at: ['timestamptz', 'When the log took it', 'e.recorded_at'],
    session: ['text', 'Its session; `-` where it has none', 'e.session'],
    project: ['text', 'Its project; `-` where it has none', 'e.project'],
    tenant: ['text', 'Tenant', 'e.tenant'],
    sort_key: ['text', 'Sorts the events of one session as they happened', 'e.order_key'],
    agent: attribute('Agent', 'agent'),
    turn: attribute('Turn', 'turn'),
    actor: attribute('Person', 'actor'),
    harness: attribute('Harness', 'harness'),
    harness_version: attribute('Version of the harness', 'harnessversion'),
    origin: attribute('How it came: hook, transcript, import, api, …', 'origin'),
    trust: attribute('Whose word it is', 'trust'),
    source: attribute('Who sent it', 'source'),
    caused_by: attribute('The event that caused it', 'causationid'),
    data: ['jsonb', 'What it says', `v.event -> 'data'`],
  },
  // The offset keeps the planner from decoding an event once for each column of it.
  from: `events e cross join lateral (select ${jsonb('e.event')} as event offset 0) v`,
});
