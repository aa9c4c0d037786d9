import {
  type CloudEvent,
  type DataOf,
  eventId,
  type Kind,
  newEvent,
  type RecordedEvent,
  sequenceAt,
} from '@hookline/schemas';
import { noonMs, type TellEvent, teller } from '@hookline/testing';
import fc from 'fast-check';
import { codeKinds } from './code/code-events.ts';

export const session = 'claude-code:c54def29';

/** The moment `seconds` after noon, as rows have it. */
export const second = (seconds: number): string => new Date(noonMs + seconds * 1_000).toISOString();

/** An event of a session, `atMs` after noon; without it one second after the event made before. */
export const event: TellEvent = teller({ session, harness: 'claude-code' });

/** The events at the positions from `first` on. */
export function recorded(events: readonly CloudEvent[], first = 1): RecordedEvent[] {
  return events.map((one, index) => ({ position: first + index, event: one }));
}

const oneOf = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
const call = oneOf('call-1', 'call-2', 'call-3');
const tool = oneOf('Bash', 'Edit');
const effects = oneOf<DataOf<'tool.started'>['effects']>(
  [],
  [{ type: 'process.exec', object: 'npm test', program: 'npm' }],
  [{ type: 'process.exec', object: 'git commit -m x', program: 'git' }],
  [{ type: 'ask.person' }],
);
const words = fc.oneof(
  oneOf('one', 'two'),
  fc.string({ unit: 'binary', maxLength: 8 }),
  oneOf('with \0 in it', '\ud800'),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const number = fc.nat(1_000);

const hash = oneOf('a'.repeat(40), `${'a'.repeat(12)}${'b'.repeat(28)}`, 'c'.repeat(40));
const branch = oneOf('fix-totals', 'main');
const repository = 'github.com/acme/shop';
const named = maybe(fc.subarray(['claude-code:one', 'claude-code:two']));
const printed = oneOf(
  `[fix-totals ${'a'.repeat(7)}] one\n 1 file`,
  `[main (root-commit) ${'c'.repeat(9)}] two`,
  'nothing',
);
const pull = {
  repository: fc.constant(repository),
  number: oneOf(7, 8),
  title: words,
  branch,
  base: oneOf('main', 'next'),
  commit: maybe(hash),
  fork: maybe(oneOf('github.com/dana/shop')),
  author: maybe(fc.record({ login: words })),
  sessions: named,
};

const datas: { readonly [K in Kind]?: fc.Arbitrary<unknown> } = {
  'session.started': fc.record({
    nativeSession: oneOf('n1', 'n2'),
    cwd: maybe(words),
    branch: maybe(branch),
    model: maybe(words),
    pid: maybe(number),
    title: maybe(words),
    previousSession: maybe(oneOf('claude-code:before')),
  }),
  'session.resumed': fc.record({ nativeSession: oneOf('n1'), model: maybe(words), pid: maybe(number) }),
  'session.forked': fc.record({ nativeSession: oneOf('n1'), parentSession: maybe(words), forkPoint: maybe(words) }),
  'session.ended': fc.record({ reason: words }),
  'session.titled': fc.record({ title: words }),
  'session.compacted': fc.record({ trigger: words }),
  'prompt.submitted': fc.record({ text: words, by: oneOf('person', 'harness'), reason: maybe(words) }),
  'prompt.expanded': fc.record({ command: words }),
  'prompt.blocked': fc.record({ reason: maybe(words) }),
  'turn.ended': fc.record({ text: maybe(words) }),
  'turn.failed': fc.record({ error: words }),
  'turn.interrupted': fc.record({ by: oneOf('person', 'signal') }),
  'message.sent': fc.record({ role: oneOf('assistant', 'subagent'), text: maybe(words) }),
  'model.called': fc.record({
    model: oneOf('m1', 'm2'),
    nativeMessage: maybe(oneOf('msg-1', 'msg-2')),
    tokens: fc.record({ input: maybe(number), output: maybe(number) }),
    costUsd: maybe(fc.double({ min: 0, max: 9, noNaN: true })),
    stopReason: maybe(words),
  }),
  'model.switched': fc.record({ to: words }),
  'cwd.changed': fc.record({ from: words, to: words }),
  'cost.reported': fc.record({ totalUsd: fc.double({ min: 0, max: 9, noNaN: true }) }),
  'tool.started': fc.record({
    call,
    tool,
    effects,
    input: fc.json().map((text) => JSON.parse(text)),
    description: maybe(words),
  }),
  'tool.finished': fc.record({
    call,
    tool,
    effects,
    outcome: oneOf('ok'),
    output: maybe(fc.oneof(words, printed)),
    durationMs: maybe(number),
    background: maybe(oneOf('bg-1')),
    spawned: maybe(oneOf('agent-1')),
  }),
  'tool.failed': fc.record({
    call,
    tool,
    effects,
    outcome: oneOf('failed'),
    stage: oneOf('ran', 'invalid'),
    error: words,
    input: maybe(words),
    exitCode: maybe(number),
  }),
  'tool.denied': fc.record({
    call,
    tool,
    effects,
    outcome: oneOf('denied'),
    by: oneOf('person', 'rule'),
    reason: maybe(words),
    input: maybe(words),
  }),
  'tool.abandoned': fc.record({
    call,
    tool,
    effects,
    outcome: oneOf('unknown', 'interrupted'),
    closedBy: oneOf('prompt', 'session'),
  }),
  'permission.asked': fc.record({ call: maybe(call), tool }),
  'permission.decided': fc.record({
    call: maybe(call),
    tool,
    decision: oneOf('allow', 'deny', 'ask'),
    by: oneOf('person', 'rule'),
  }),
  'background.ended': fc.record({
    background: oneOf('bg-1'),
    call: maybe(call),
    status: words,
    outcome: oneOf('ok', 'failed'),
  }),
  'agent.started': fc.record({
    agent: oneOf('agent-1', 'agent-2'),
    type: maybe(words),
    prompt: maybe(words),
    depth: maybe(number),
  }),
  'agent.linked': fc.record({
    agent: oneOf('agent-1', 'agent-2'),
    call,
    parent: maybe(words),
    description: maybe(words),
  }),
  'agent.ended': fc.record({ agent: oneOf('agent-1', 'agent-2'), outcome: oneOf('ok', 'failed'), text: maybe(words) }),
  'file.read': fc.record({ path: words, call: maybe(call) }),
  'file.written': fc.record({ path: words, how: oneOf('create', 'edit', 'delete'), linesAdded: maybe(number) }),
  'plan.updated': fc.record({
    whole: fc.boolean(),
    items: fc.array(fc.record({ id: oneOf('1', '2'), text: words, status: oneOf('pending', 'done', 'deleted') }), {
      maxLength: 2,
    }),
  }),
  'task.created': fc.record({ task: oneOf('1', '2'), title: words }),
  'capture.reconciled': fc.record({
    byHooks: number,
    byRecord: number,
    merged: number,
    missing: fc.array(words, { maxLength: 2 }),
  }),
  'commit.made': fc.record({
    commit: hash,
    branch: maybe(branch),
    repository: maybe(fc.constant(repository)),
    sessions: named,
  }),
  'branch.pushed': fc.record({
    repository: fc.constant(repository),
    branch,
    how: oneOf('update'),
    commits: maybe(fc.array(hash, { maxLength: 2 })),
    sessions: named,
  }),
  'pr.opened': fc.record(pull),
  'pr.merged': fc.record({ ...pull, mergeCommit: maybe(hash) }),
  'pr.closed': fc.record(pull),
  'review.submitted': fc.record({ ...pull, verdict: oneOf('approved', 'changes-requested', 'commented', 'withdrawn') }),
  'ci.finished': fc.record({
    repository: fc.constant(repository),
    commit: hash,
    branch: maybe(branch),
    name: oneOf('checks'),
    run: oneOf('1', '2'),
    outcome: oneOf('ok', 'failed'),
    trigger: maybe(oneOf('push', 'pull_request')),
    pulls: maybe(fc.constant([7])),
    sessions: named,
  }),
  'native.unmapped': fc.record({ event: words, payload: words }),
};

/** Told by a session and by a code host alike: of no session then. */
const toldByEither: ReadonlySet<string> = new Set(codeKinds);

const anyKind = oneOf(...(Object.keys(datas) as Kind[]));

/** Events of two sessions that disagree, repeat each other, miss their beginnings and share their moments. */
export const someEvents: fc.Arbitrary<CloudEvent[]> = fc
  .array(
    anyKind.chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        data: datas[kind]!,
        timeMs: fc.nat(9).map((seconds) => noonMs + seconds * 1_000),
        ordinal: maybe(fc.nat(3)),
        session: toldByEither.has(kind)
          ? oneOf('-', '-', 'claude-code:one')
          : oneOf('claude-code:one', 'claude-code:two'),
        turn: maybe(oneOf('turn-1', 'turn-2')),
        agent: maybe(oneOf('main', 'agent-1')),
        actor: maybe(oneOf('ada@example.com')),
        project: oneOf('github.com/acme/shop', '-'),
      }),
    ),
    { minLength: 1, maxLength: 40 },
  )
  .map((facts) =>
    facts.map(({ timeMs, ordinal, ...fact }, index) =>
      newEvent({
        ...fact,
        id: eventId('any', index),
        source: 'urn:hookline:laptop:claude-code',
        time: new Date(timeMs).toISOString(),
        sequence: ordinal === undefined ? undefined : sequenceAt(timeMs, ordinal),
        harness: 'claude-code',
        origin: 'hook',
      } as Parameters<typeof newEvent>[0]),
    ),
  );
