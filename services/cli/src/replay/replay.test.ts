import { type CloudEvent, eventId, newEvent, type RecordedEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { Output } from '../output.ts';
import { keyNames } from './key-names.ts';
import { playByKeys } from './play-by-keys.ts';
import { type Playback, react } from './react.ts';
import { isOfKinds, Tape } from './tape.ts';

const startMs = Date.UTC(2026, 10, 22, 12);
let count = 0;

function event(kind: 'prompt.submitted' | 'tool.failed' | 'message.sent', text: string): CloudEvent {
  count += 1;
  const about = {
    id: eventId('replay test', count),
    source: 'urn:hookline:laptop:claude-code',
    time: new Date(startMs + count * 1_000).toISOString(),
    session: 'claude-code:one',
    origin: 'hook' as const,
  };
  if (kind === 'prompt.submitted') return newEvent({ ...about, kind, data: { text, by: 'person' } });
  if (kind === 'message.sent') return newEvent({ ...about, kind, data: { role: 'assistant', text } });
  const data = {
    call: text,
    tool: 'Bash',
    effects: [],
    outcome: 'failed' as const,
    stage: 'ran' as const,
    error: text,
  };
  return newEvent({ ...about, kind, data });
}

/** Positions are ten times the place, so that they are not mistaken for one another. */
const session: readonly RecordedEvent[] = [
  event('prompt.submitted', 'first'),
  event('message.sent', 'hm'),
  event('tool.failed', 'broken'),
  event('prompt.submitted', 'second'),
  event('message.sent', 'well'),
  event('tool.failed', 'again'),
  event('message.sent', 'over'),
].map((one, index) => ({ position: (index + 1) * 10, event: one }));

async function* played(events: readonly RecordedEvent[] = session): AsyncGenerator<RecordedEvent> {
  yield* events;
}

const still: Playback = { playing: false, speed: 1, typed: null };

test('what a terminal sends is taken apart into keys, however it is cut', () => {
  expect(keyNames('\u001b[C\u001b[Dj \r')).toEqual(['right', 'left', 'j', 'space', 'enter']);
  expect(keyNames('\u001b[1~\u001bOF\u001b[5~')).toEqual(['home', 'end']);
  expect(keyNames('\u0003')).toEqual(['q']);
  expect(keyNames('\u001b')).toEqual(['escape']);
});

test('space pauses and goes on, plus and minus change the speed within bounds', () => {
  const playing = react(still, 'space').playback;
  expect(playing.playing).toBe(true);
  expect(react(playing, 'space').playback.playing).toBe(false);
  expect(react(still, '+').playback.speed).toBe(2);
  let slow = still;
  for (let presses = 0; presses < 50; presses += 1) slow = react(slow, '-').playback;
  expect(slow.speed).toBe(1 / 16);
});

test('going somewhere pauses', () => {
  for (const key of ['right', 'left', ']', '[', 'n', 'N', 'home', 'end']) {
    expect(react({ ...still, playing: true }, key)).toMatchObject({ playback: { playing: false }, move: {} });
  }
});

test('a position is typed behind g, and may be corrected or left', () => {
  const press = (...keys: string[]) =>
    keys.reduce<ReturnType<typeof react>>((before, key) => react(before.playback, key), { playback: still });

  expect(press('g', '4', '5', 'backspace', '2', 'enter')).toEqual({
    playback: still,
    move: { to: 'position', position: 42 },
  });
  expect(press('g', '4', 'escape')).toEqual({ playback: still });
  expect(press('g', 'enter')).toEqual({ playback: still });
});

test('finds events, turns, failures and positions in both directions', async () => {
  const tape = new Tape(played());
  const from3 = (move: Parameters<Tape['placeOf']>[0]) => tape.placeOf(move, 3);

  expect(await from3({ to: 'turn', by: -1 })).toBe(0);
  expect(await from3({ to: 'turn', by: 1 })).toBeUndefined();
  expect(await from3({ to: 'failure', by: 1 })).toBe(5);
  expect(await from3({ to: 'failure', by: -1 })).toBe(2);
  expect(await from3({ to: 'event', by: -1 })).toBe(2);
  expect(await from3({ to: 'position', position: 50 })).toBe(4);
  expect(await from3({ to: 'position', position: 59 })).toBe(4);
  expect(await from3({ to: 'position', position: 1 })).toBe(0);
  expect(await from3({ to: 'last' })).toBe(6);
  expect(await new Tape(played([])).placeOf({ to: 'last' }, -1)).toBeUndefined();
});

test('reads no more of a session than somebody saw', async () => {
  const tape = new Tape(played());

  await tape.placeOf({ to: 'event', by: 1 }, -1);

  expect([tape.known, tape.ended]).toEqual([1, false]);
});

test('kinds are names or beginnings of names', () => {
  const kept = session.filter((one) => isOfKinds(one, 'tool.,prompt.submitted'));
  expect(kept.map(({ position }) => position)).toEqual([10, 30, 40, 60]);
});

/** Plays with these keys pressed one after another, then `q`; returns the positions and the words that were shown. */
async function shownFor(keys: readonly string[], playing = false): Promise<string[]> {
  const written: string[] = [];
  const output = new Output(
    { write: (text) => written.push(String(text)) > 0, once: () => {} },
    { write: () => true, once: () => {} },
    {},
  );
  const rest = [...keys, 'q'];
  const pressed = { next: async () => rest.shift() ?? new Promise<string>(() => {}) };
  const signal = AbortSignal.timeout(20_000);
  await playByKeys(new Tape(played()), { playing, speed: 1_000, maxGap: 3 }, pressed, { output, signal });
  return written.map((line) => /^ +(\d+) {2}/.exec(line)?.[1] ?? line.trim());
}

test('stepping shows one event at a time', async () => {
  expect(await shownFor(['right', 'j', 'enter'])).toEqual(['10', '20', '30', '40']);
});

test('a jump back shows where it led, with the events before it', async () => {
  expect(await shownFor(['end', 'N', 'left'])).toEqual([
    '10',
    '── event 7 of 7',
    ...['30', '40', '50', '60', '70'],
    '── event 6 of 7',
    ...['20', '30', '40', '50', '60'],
    '── event 5 of 7',
    ...['10', '20', '30', '40', '50'],
  ]);
});

test('says when there is nothing there, and stays', async () => {
  expect(await shownFor(['left', ']', ']', 'right'])).toEqual([
    '10',
    'there is no event before this one',
    '── event 4 of 4 and more',
    ...['10', '20', '30', '40'],
    'there is no turn behind this one',
    '50',
  ]);
});

test('plays to the end by itself when nobody presses a key', async () => {
  const written: string[] = [];
  const output = new Output(
    { write: (text) => written.push(String(text)) > 0, once: () => {} },
    { write: () => true, once: () => {} },
    {},
  );
  const silent = { next: () => new Promise<string>(() => {}) };
  const signal = AbortSignal.timeout(20_000);

  await playByKeys(new Tape(played()), { playing: true, speed: 1_000, maxGap: 3 }, silent, { output, signal });

  expect(written).toHaveLength(session.length);
});
