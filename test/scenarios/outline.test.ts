import { countedAt, courseOf, joined, type OutlineAnswer, read } from '@hookline/console/course';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bigSession } from '../browser/big-session.ts';
import { caughtUp, startBus, type TestBus } from './support/bus.ts';

const story = bigSession(700, 'outlined');
const path = `/v1/sessions/${encodeURIComponent(story.session)}`;

let bus: TestBus;
beforeAll(async () => {
  bus = await startBus();
});
afterAll(async () => {
  await bus?.[Symbol.asyncDispose]();
});

const outline = async (after?: number) =>
  (await bus.client.request('GET', `${path}/outline${after === undefined ? '' : `?after=${after}`}`)) as OutlineAnswer;
const publish = async (from: number, to?: number) => {
  const events = story.events.slice(from, to);
  for (let at = 0; at < events.length; at += 200) await bus.client.publish(events.slice(at, at + 200));
  await caughtUp(bus);
};

test('an outline that was read on piece by piece is the one that is read at once', async () => {
  await publish(0, 150);
  let sofar = read(await outline());
  for (const [from, to] of [
    [150, 151],
    [151, 400],
    [400, 650],
  ] as const) {
    await publish(from, to);
    const news = await outline(sofar.last);
    expect(news.whole).toBe(false);
    sofar = joined(sofar, news);
  }
  await publish(650);
  sofar = joined(sofar, await outline(sofar.last));

  expect(sofar).toEqual(read(await outline()));
});

test('what came late belongs between what was there, so all of it is answered again', async () => {
  const before = read(await outline());
  const late = bigSession(20, 'outlined').events[5]!;
  await bus.client.publish([{ ...late, id: `${late.id}-late` }]);
  await caughtUp(bus);

  const answer = await outline(before.last);

  expect(answer.whole).toBe(true);
  expect(read(answer).positions.length).toBe(before.positions.length + 1);
});

test('what is counted from an outline is what the read models count', async () => {
  const course = courseOf(read(await outline()));
  const session = (await bus.client.request('GET', path)) as Record<string, number> & { state: string };

  const { turns, calls, failures, files, tokens } = countedAt(course.sums, course.length - 1);

  expect({ turns, calls, failures, files }).toEqual({
    turns: session.turns,
    calls: session.calls,
    failures: session.failures,
    files: session.filesWritten,
  });
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = session;
  expect(tokens).toBe(inputTokens! + outputTokens! + cacheReadTokens! + cacheWriteTokens!);
  expect(course.failures.length).toBe(failures);
});

test('one entry is read whole, and what does not exist is said not to', async () => {
  const call = read(await outline()).entries.find((entry) => entry.type === 'call' && entry.path !== null)!;
  const found = (await bus.client.request('GET', `${path}/entries/call/${encodeURIComponent(call.id)}`)) as {
    entry: { id: string; input: { file_path: string } };
    files: { path: string }[];
  };
  expect(found.entry.id).toBe(call.id);
  expect(found.files.map((file) => file.path)).toEqual([found.entry.input.file_path]);

  const accesses = `${path}/accesses?path=${encodeURIComponent(found.entry.input.file_path)}`;
  const { accesses: all } = (await bus.client.request('GET', accesses)) as { accesses: { path: string }[] };
  expect(new Set(all.map((access) => access.path))).toEqual(new Set([found.entry.input.file_path]));
  await expect(bus.client.request('GET', `${path}/entries/call/nobody`)).rejects.toThrow('nobody');
});
