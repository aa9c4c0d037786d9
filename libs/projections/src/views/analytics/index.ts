import type { AnalyticsView } from './analytics-view.ts';
import { callContents, calls, failures } from './calls.ts';
import { ciRuns, commits, outcomes, pullRequests, reviews } from './code.ts';
import { agents, messages, plans } from './conversation.ts';
import { costs, days, modelCalls } from './costs.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import { sessions } from './sessions.ts';
import { turns } from './turns.ts';

/** Every view of people's SQL, in the order of the reference. A new one is a line here; frozen by analytics.test.ts. */
export const analyticsViews: readonly AnalyticsView[] = [
  sessions,
  turns,
  calls,
  failures,
  callContents,
  messages,
  files,
  modelCalls,
  costs,
  plans,
  agents,
  outcomes,
  commits,
  pullRequests,
  reviews,
  ciRuns,
  days,
  events,
];
