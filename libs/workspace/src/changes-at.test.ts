import { readEvent } from '@hookline/schemas';
import { teller } from '@hookline/testing';
import { expect, test } from 'vitest';
import { changesAt } from './changes-at.ts';
import { contentHash } from './content.ts';
import type { PlacedEvent } from './placed-event.ts';
import { workspaceOf } from './workspace.ts';

const event = teller({ session: 'codex:1', harness: 'codex' });
type Told = ReturnType<typeof event>;

let calls = 0;
/** A call that writes, with what it tells of the paths. */
function wrote(
  ...facts: { path: string; how: 'create' | 'edit' | 'delete' | 'move'; [more: string]: unknown }[]
): Told[] {
  const call = `c${++calls}`;
  const effects = facts.map(({ path }) => ({ type: 'file.write' as const, object: path }));
  return [
    event('tool.started', { call, tool: 'apply', effects, input: {} }),
    ...facts.map((fact) => event('file.written', { call, ...fact } as never)),
    event('tool.finished', { call, tool: 'apply', effects, outcome: 'ok' }),
  ];
}
function read(path: string, content: string): Told {
  return event('file.read', { path, content, hash: contentHash(content) });
}
function ran(): Told[] {
  const call = `c${++calls}`;
  const effects = [{ type: 'process.exec' as const, object: 'make' }];
  return [
    event('tool.started', { call, tool: 'shell', effects, input: {} }),
    event('tool.finished', { call, tool: 'shell', effects, outcome: 'ok' }),
  ];
}
const whole = (after: string) => ({ after, hashAfter: contentHash(after) });

/** What a session of these events changed, in a word each. */
function changed(...events: Told[]): Record<string, { after: string; before: string[] }> {
  const name = (hash: string | null) =>
    ['one', 'two', 'three'].find((text) => contentHash(text) === hash) ?? hash ?? '';
  const placed: PlacedEvent[] = events.map((each, index) => ({
    event: readEvent(each)!,
    position: index + 1,
    at: each.time,
    order: String(index).padStart(4, '0'),
  }));
  const found = changesAt(workspaceOf(placed)).map(({ path, after, before }) => [
    path,
    { after: after.why?.reason ?? (after.state === 'absent' ? 'absent' : name(after.hash)), before: before.map(name) },
  ]);
  return Object.fromEntries(found);
}

test('a file that was only read is no change, also after a command', () => {
  expect(changed(read('a', 'one'), ...ran())).toEqual({});
});

test('a file that was seen to change is one', () => {
  expect(changed(read('a', 'one'), ...ran(), read('a', 'two'))).toEqual({ a: { after: 'two', before: ['one'] } });
});

test('a file that was made, and changed again', () => {
  const made = wrote({ path: 'a', how: 'create', ...whole('one') });
  const edited = wrote({ path: 'a', how: 'edit', hashBefore: contentHash('one'), ...whole('two') });

  expect(changed(...made)).toEqual({ a: { after: 'one', before: ['absent'] } });
  expect(changed(...made, ...edited)).toEqual({ a: { after: 'two', before: ['absent', 'one'] } });
});

test('what was there before is what the call says, where nothing was read', () => {
  const edited = { path: 'a', how: 'edit', before: 'one', hashBefore: contentHash('one'), ...whole('two') } as const;

  expect(changed(...wrote(edited))).toEqual({ a: { after: 'two', before: ['one'] } });
  expect(changed(...wrote({ path: 'a', how: 'edit', ...whole('two') }))).toEqual({ a: { after: 'two', before: [] } });
});

test('deleted, moved, and made for nothing', () => {
  expect(changed(read('a', 'one'), ...wrote({ path: 'a', how: 'delete' }))).toEqual({
    a: { after: 'absent', before: ['one'] },
  });
  expect(changed(read('a', 'one'), ...wrote({ path: 'b', from: 'a', how: 'move' }))).toEqual({
    a: { after: 'absent', before: ['one'] },
    b: { after: 'one', before: [] },
  });
  const made = wrote({ path: 'a', how: 'create', ...whole('one') });
  expect(changed(...made, ...wrote({ path: 'a', how: 'delete' }))).toEqual({});
});

test('what was written and is unknown is told with the reason', () => {
  const made = wrote({ path: 'a', how: 'create', ...whole('one') });
  const secret = wrote({ path: 'b', how: 'create', ...whole('key = «secret:token:abc»') });

  expect(changed(...made, ...ran())).toEqual({ a: { after: 'shell', before: ['absent', 'one'] } });
  expect(changed(...secret)).toMatchObject({ b: { after: 'redacted' } });
  expect(changed(...wrote({ path: 'c', how: 'edit' }))).toMatchObject({ c: { after: 'not-told' } });
});
