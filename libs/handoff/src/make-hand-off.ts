import { planAt, type SessionState, waitingFor } from '@hookline/projections';
import { attemptsOf } from './attempts.ts';
import { costOfState, type Price } from './cost.ts';
import { changedFiles } from './files.ts';
import type { Decision, HandOff, Question, Request, Running } from './hand-off.ts';
import { subjectOf } from './subject.ts';
import { beginning, orNull, wordsOf } from './words.ts';

const goalMax = 4_000;
const promptMax = 2_000;
const closingMax = 1_000;
const requestsMax = 20;
const filesMax = 100;
const decisionsMax = 50;

/** The hand-off of a session as it was in `state`. Throws when the state has no session: nothing had happened yet. */
export function makeHandOff({ session, rows, events, asOf, liveness }: SessionState, price: Price): HandOff {
  const row = rows.sessions[0];
  if (row === undefined || asOf === null) {
    throw new Error(
      `nothing of the session ${session} had happened at that position (${events} events): hand off later`,
    );
  }
  const people = rows.turns.filter(({ by }) => by === null || by === 'person');
  const requests = people.map(
    (turn): Request => ({
      turn: turn.turn,
      position: turn.position,
      at: turn.startedAt,
      prompt: orNull(beginning(wordsOf(turn.prompt), promptMax)),
      outcome: turn.outcome,
      closing: orNull(beginning(wordsOf(turn.closing), closingMax)),
    }),
  );
  const files = changedFiles(rows);
  const [first] = people.filter(({ prompt }) => prompt !== null);
  return {
    format: 'hookline-hand-off/1',
    session,
    position: row.lastPosition,
    asOf,
    harness: row.harness,
    model: row.model,
    project: row.project,
    branch: row.branch,
    cwd: row.cwd,
    title: row.title,
    state: liveness ?? 'unknown',
    goal: first === undefined ? null : orNull(beginning(wordsOf(first.prompt), goalMax)),
    requests: requests.length <= requestsMax + 1 ? requests : [requests[0]!, ...requests.slice(-requestsMax)],
    requestsTotal: requests.length,
    plan: planAt(rows.plans).map(({ text, status }) => ({ text, status })),
    inProgress: runningOf(rows.calls),
    open: openQuestions(row, rows.calls),
    decisions: decisionsOf(rows.calls),
    files: files.slice(0, filesMax),
    filesTotal: files.length,
    ...attemptsOf(rows.calls),
    usage: {
      input: sum(rows.usage.map(({ inputTokens }) => inputTokens)),
      output: sum(rows.usage.map(({ outputTokens }) => outputTokens)),
      costUsd: costOfState(rows, price),
    },
  };
}

type Rows = SessionState['rows'];

function runningOf(calls: Rows['calls']): Running[] {
  return calls.flatMap((call) => {
    const behind = call.background !== null && call.backgroundEndedAt === null;
    if (call.outcome !== 'running' && !behind) return [];
    const what = `${subjectOf(call).what}${behind ? ' (in the background)' : ''}`;
    return { call: call.call, position: call.position, what, since: call.startedAt };
  });
}

function openQuestions(row: Rows['sessions'][number], calls: Rows['calls']): Question[] {
  const waiting = row.endedAt === null ? waitingFor(row) : undefined;
  if (waiting === undefined) return [];
  const asked = calls.find(({ call }) => call === waiting.call);
  return [{ tool: waiting.tool, since: waiting.since, what: asked === undefined ? null : subjectOf(asked).what }];
}

/** What people refused, with what they said, and what they answered. */
function decisionsOf(calls: Rows['calls']): Decision[] {
  const decisions = calls.flatMap((call): Decision[] => {
    const at = call.endedAt ?? call.startedAt;
    const about = subjectOf(call).what;
    const { position } = call;
    if (call.outcome === 'denied' && call.deniedBy === 'person') {
      const said = beginning(wordsOf(call.reason), promptMax);
      return [{ position, at, about, decided: said === '' ? 'no' : `no: ${said}` }];
    }
    if (call.outcome === 'ok' && call.effects.some(({ type }) => type === 'ask.person')) {
      return [{ position, at, about, decided: beginning(wordsOf(call.output), promptMax) }];
    }
    return [];
  });
  return decisions.slice(-decisionsMax);
}

function sum(numbers: readonly (number | null)[]): number {
  return numbers.reduce<number>((so, number) => so + (number ?? 0), 0);
}
