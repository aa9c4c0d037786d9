import { type CloudEvent, eventId, newEvent, type RecordedEvent, sequenceAt } from '@hookline/schemas';

const startMs = Date.UTC(2026, 9, 1);
const turnsPerSession = 6;
const callsPerTurn = 8;
const sessionsAtOnce = 20;

/** A small deterministic source of numbers, so that every run projects the same events. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const words = (random: () => number, length: number): string => {
  let text = '';
  while (text.length < length) text += `${Math.floor(random() * 1e9).toString(36)} `;
  return text.slice(0, length);
};

/** The events of one working session, in its order: prompts, calls with files, answers, model calls. */
export function sessionEvents(number: number): CloudEvent[] {
  const random = numbers(number + 1);
  const native = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const session = `claude-code:${native}`;
  const project = `github.com/acme/shop-${number % 20}`;
  let atMs = startMs + number * 60_000;
  let ordinal = 0;
  const about = () => {
    atMs += 50 + Math.floor(random() * 2_000);
    ordinal += 1;
    return {
      source: 'urn:hookline:laptop:claude-code',
      time: new Date(atMs).toISOString(),
      recordedtime: new Date(atMs + 40).toISOString(),
      sequence: sequenceAt(atMs, ordinal),
      session,
      project,
      harness: 'claude-code',
      actor: `person-${number % 7}@example.com`,
      agent: 'main',
    };
  };
  const id = (...parts: (string | number)[]) => eventId('benchmark', native, ...parts);
  const events: CloudEvent[] = [];
  const add = (event: CloudEvent) => events.push({ ...event, recordedtime: new Date(atMs + 40).toISOString() });
  add(
    newEvent({
      kind: 'session.started',
      id: id('start'),
      ...about(),
      origin: 'hook',
      data: {
        nativeSession: native,
        source: 'startup',
        cwd: '/srv/shop',
        model: 'claude-5',
        host: 'laptop',
        pid: 4242,
      },
    }),
  );
  for (let turnNumber = 0; turnNumber < turnsPerSession; turnNumber += 1) {
    const turn = id('prompt', turnNumber);
    add(
      newEvent({
        kind: 'prompt.submitted',
        id: turn,
        turn,
        ...about(),
        origin: 'hook',
        data: { text: words(random, 200), by: 'person' },
      }),
    );
    for (let callNumber = 0; callNumber < callsPerTurn; callNumber += 1) {
      const call = `toolu_${number}_${turnNumber}_${callNumber}`;
      const path = `src/module-${Math.floor(random() * 40)}.ts`;
      const writes = random() < 0.4;
      const effects = [{ type: writes ? ('file.write' as const) : ('file.read' as const), object: path }];
      const tool = { call, nativeCall: call, tool: writes ? 'Edit' : 'Read', effects };
      const input = { file_path: path, old_string: words(random, 200) };
      add(
        newEvent({
          kind: 'tool.started',
          id: id(call, 'start'),
          turn,
          ...about(),
          origin: 'hook',
          data: { ...tool, input },
        }),
      );
      const failed = random() < 0.05;
      add(
        failed
          ? newEvent({
              kind: 'tool.failed',
              id: id(call, 'end'),
              turn,
              ...about(),
              origin: 'hook',
              data: { ...tool, outcome: 'failed', stage: 'ran', error: words(random, 80), durationMs: 31 },
            })
          : newEvent({
              kind: 'tool.finished',
              id: id(call, 'end'),
              turn,
              ...about(),
              origin: 'hook',
              data: { ...tool, outcome: 'ok', output: { type: 'text', text: words(random, 900) }, durationMs: 31 },
            }),
      );
      if (!failed) {
        add(
          writes
            ? newEvent({
                kind: 'file.written',
                id: id(call, 'file'),
                turn,
                ...about(),
                origin: 'hook',
                data: { path, call, how: 'edit', linesAdded: 3, linesRemoved: 1 },
              })
            : newEvent({
                kind: 'file.read',
                id: id(call, 'file'),
                turn,
                ...about(),
                origin: 'hook',
                data: { path, call, lines: 120 },
              }),
        );
      }
      if (callNumber % 2 === 0) {
        const nativeMessage = `msg_${number}_${turnNumber}_${callNumber}`;
        const transcript = { turn, ...about(), origin: 'transcript' as const };
        const data = { role: 'assistant' as const, text: words(random, 300), nativeMessage, model: 'claude-5' };
        add(newEvent({ kind: 'message.sent', id: id(nativeMessage, 'text'), ...transcript, data }));
        const tokens = { input: 12, output: 340, cacheRead: 40_000 };
        const model = { model: 'claude-5', nativeMessage, tokens };
        add(newEvent({ kind: 'model.called', id: id(nativeMessage, 'usage'), ...transcript, data: model }));
      }
    }
    add(
      newEvent({
        kind: 'turn.ended',
        id: id('stop', turnNumber),
        turn,
        ...about(),
        origin: 'hook',
        data: { text: words(random, 300) },
      }),
    );
  }
  add(newEvent({ kind: 'session.ended', id: id('end'), ...about(), origin: 'hook', data: { reason: 'other' } }));
  return events;
}

/** Endless groups of whole sessions that ran side by side, as a log has them. */
export function* eventGroups(): Generator<RecordedEvent[]> {
  let position = 0;
  for (let first = 0; ; first += sessionsAtOnce) {
    const sessions = Array.from({ length: sessionsAtOnce }, (_, index) => sessionEvents(first + index));
    const group: RecordedEvent[] = [];
    for (let row = 0; sessions.some((events) => row < events.length); row += 1) {
      for (const events of sessions) {
        const event = events[row];
        if (event === undefined) continue;
        position += 1;
        group.push({ position, event });
      }
    }
    yield group;
  }
}
