import { newEvent, type RecordedEvent } from '@hookline/schemas';

/** Numbers from 0 to 1 that follow from the seed alone. */
export function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const commands = ['npm test', 'npm run lint', 'go test ./...', 'make build', 'rtk bun run test', 'git status'];
const errors = [
  'main.go:12:3: Error return value is not checked (errcheck)',
  "TypeError: Cannot read properties of undefined (reading 'name')",
  'src/a.ts(3,1): error TS2304: Cannot find name foo.',
];
const files = ['src/cart.ts', 'src/total.ts', 'README.md', 'test/cart.test.ts', 'AGENTS.md'];

/**
 * A log of sessions at work, for tests: commands that pass and fail, files, words, remembered things, what people
 * decided. The same for the same seed. Events of one session do not stand together.
 */
export function someHistory(seed: number, sessions: number): RecordedEvent[] {
  const next = numbersOf(seed);
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(next() * values.length)]!;
  const events: RecordedEvent['event'][] = [];
  for (let number = 0; number < sessions; number += 1) {
    const base = {
      source: 'urn:hookline:devbox:claude-code',
      origin: 'hook' as const,
      project: next() < 0.8 ? 'github.com/acme/shop' : 'github.com/acme/other',
      session: `claude-code:s${number}`,
      actor: pick(['ann', 'bob', 'eve']),
      harness: 'claude-code',
    };
    let step = 0;
    const at = () => new Date(Date.UTC(2026, 9, 1 + number, 9, 0, step++)).toISOString();
    const id = (what: string) => `${what}-${number}-${step}`;
    events.push(
      newEvent({
        ...base,
        kind: 'session.started',
        id: id('start'),
        time: at(),
        data: { nativeSession: `s${number}` },
      }),
      newEvent({
        ...base,
        kind: 'prompt.submitted',
        id: id('prompt'),
        time: at(),
        data: { by: 'person', text: `please change ${pick(files)} for order ${number}` },
      }),
    );
    for (let call = 0; call < 4 + Math.floor(next() * 8); call += 1) {
      const about = { call: `c${call}`, tool: 'Bash' };
      const command = pick(commands);
      const effects = [{ type: 'process.exec' as const, object: command }];
      if (next() < 0.4) {
        const path = pick(files);
        events.push(
          newEvent({ ...base, kind: 'file.read', id: id('read'), time: at(), data: { path } }),
          newEvent({
            ...base,
            kind: 'file.written',
            id: id('write'),
            time: at(),
            data: { path, how: 'edit', before: 'old', after: `old\nAlways run the tests first (${number % 3}).` },
          }),
        );
      }
      events.push(
        newEvent({
          ...base,
          kind: 'tool.started',
          id: id('began'),
          time: at(),
          data: { ...about, effects, input: {} },
        }),
      );
      const error = pick(errors);
      events.push(
        next() < 0.6
          ? newEvent({
              ...base,
              kind: 'tool.finished',
              id: id('ended'),
              time: at(),
              data: { ...about, effects, outcome: 'ok', output: { stdout: next() < 0.3 ? error : 'ok' } },
            })
          : newEvent({
              ...base,
              kind: 'tool.failed',
              id: id('ended'),
              time: at(),
              data: { ...about, effects, outcome: 'failed', stage: 'ran', error, errorSignature: error.slice(0, 20) },
            }),
      );
    }
    if (next() < 0.3)
      events.push(
        newEvent({
          ...base,
          kind: 'memory.remembered',
          id: id('told'),
          time: at(),
          data: {
            statement: `The default port is ${4000 + (number % 3)}`,
            as: 'fact',
            about: 'default port',
            scope: pick(['person', 'project'] as const),
            by: 'person',
          },
        }),
      );
    events.push(
      newEvent({
        ...base,
        kind: 'message.sent',
        id: id('said'),
        time: at(),
        data: { role: 'assistant', text: 'Done.' },
      }),
      newEvent({ ...base, kind: 'session.ended', id: id('end'), time: at(), data: { reason: 'exit' } }),
    );
    if (next() < 0.1)
      events.push(
        newEvent({
          ...base,
          session: '-',
          kind: 'memory.revoked',
          id: id('revoked'),
          time: at(),
          data: {
            sessions: [`claude-code:s${Math.floor(next() * sessions)}`],
            actors: [],
            undone: false,
            by: 'ann',
            reason: 'a test',
          },
        }),
      );
  }
  const arranged = events.map((event, index) => ({ event, place: index + next() * 40 }));
  return arranged.sort((a, b) => a.place - b.place).map(({ event }, index) => ({ position: index + 1, event }));
}
