import type { RecordedHook } from '@hookline/cli';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBus, type TestBus } from './support/bus.ts';
import { feed, recordedHooks } from './support/feed.ts';

/** What the recordings themselves say of a session, by nothing but the ids and events in their payloads. */
interface Expected {
  /** Ids of calls, in the order in which they were first heard of. */
  readonly calls: string[];
  readonly finished: Set<string>;
  readonly failed: Set<string>;
  readonly agents: Set<string>;
}

const hooks = recordedHooks();
const expected = sessionsOf(hooks);
let bus: TestBus;

beforeAll(async () => {
  bus = await startBus();
  await feed(bus, hooks);
});
afterAll(async () => bus[Symbol.asyncDispose]());

test('every recorded session is there, and no other', async () => {
  const sessions = (await bus.hookline('sessions', '--json')).json() as { nativeSession: string }[];

  expect(sessions.map(({ nativeSession }) => nativeSession).sort()).toEqual([...expected.keys()].sort());
});

test('archive and log agree', async () => {
  const verified = await bus.hookline('verify', '--json');

  expect(verified.exitCode).toBe(0);
  expect(verified.json()).toMatchObject({ ok: true, findingsTotal: 0 });
});

test('nothing was rejected, dropped or put into quarantine', async () => {
  const doctor = (await bus.hookline('doctor', '--json')).json() as { findings: { level: string }[] };

  expect(doctor.findings.filter(({ level }) => level === 'problem' || level === 'warning')).toEqual([]);
});

describe.each([...expected])('session %s', (native, { calls, finished, failed, agents }) => {
  const show = async () => (await bus.hookline('show', native, '--json')).json();

  test('has the calls of the recording, each once', async () => {
    const shown = (await show()).calls.map((call: { nativeCall: string }) => call.nativeCall);

    expect(shown.toSorted()).toEqual(calls.toSorted());
  });

  test('has the outcomes of the recording', async () => {
    const outcomes = new Map<string, string>(
      (await show()).calls.map((call: { nativeCall: string; outcome: string }) => [call.nativeCall, call.outcome]),
    );
    const ok = calls.filter((call) => outcomes.get(call) === 'ok');

    expect(ok.toSorted()).toEqual([...finished].toSorted());
    for (const call of failed) expect(['failed', 'denied', 'interrupted']).toContain(outcomes.get(call));
  });

  test('has the agents of the recording', async () => {
    const shown = (await show()).agents.map((agent: { agent: string }) => agent.agent);

    expect(shown.filter((agent: string) => agent !== 'main').toSorted()).toEqual([...agents].toSorted());
  });
});

function sessionsOf(recorded: readonly RecordedHook[]): Map<string, Expected> {
  const sessions = new Map<string, Expected>();
  for (const { event, payload } of recorded) {
    if (event === 'WorktreeCreate' || event === 'MessageDisplay') continue;
    const id = String(payload.session_id);
    const session = sessions.get(id) ?? { calls: [], finished: new Set(), failed: new Set(), agents: new Set() };
    sessions.set(id, session);
    for (const call of callsOf(payload)) if (!session.calls.includes(call)) session.calls.push(call);
    const call = payload.tool_use_id;
    if (typeof call === 'string' && event === 'PostToolUse') session.finished.add(call);
    if (typeof call === 'string' && event === 'PostToolUseFailure') session.failed.add(call);
    // An agent without a type is one of the harness's own helpers; nobody asked for it.
    const named = typeof payload.agent_id === 'string' && payload.agent_type !== '';
    if (named) session.agents.add(String(payload.agent_id));
  }
  return sessions;
}

/** Calls that never ran are only named in the batch they belong to. */
function callsOf({ tool_use_id: own, tool_calls: batch }: RecordedHook['payload']): string[] {
  const named = Array.isArray(batch) ? (batch as { tool_use_id?: unknown }[]).map(({ tool_use_id: id }) => id) : [];
  return [own, ...named].filter((id) => typeof id === 'string');
}
