import { HTTP, CloudEvent as OfficialEvent } from 'cloudevents';
import { expect, test } from 'vitest';
import type { CloudEvent } from './envelope.ts';
import { newEvent } from './new-event.ts';
import { checkEvent } from './read-event.ts';

const ours: CloudEvent = {
  ...newEvent({
    kind: 'tool.finished',
    id: 'an-id',
    source: 'urn:hookline:devbox:claude-code',
    subject: 'toolu_1',
    time: '2026-11-22T10:00:00.123Z',
    origin: 'hook',
    project: 'github.com/acme/shop',
    session: 'claude-code:1',
    sequence: '1795364806417.00000001',
    data: {
      call: 'toolu_1',
      tool: 'Bash',
      effects: [{ type: 'process.exec', object: 'ls' }],
      outcome: 'ok',
      output: 'ä\n',
    },
  }),
  recordedtime: '2026-11-22T10:00:00.200Z',
};

test('the official package reads what we write, strictly', () => {
  const read = HTTP.toEvent({
    headers: { 'content-type': 'application/cloudevents+json' },
    body: JSON.stringify(ours),
  });

  expect(read).toBeInstanceOf(OfficialEvent);
  expect((read as OfficialEvent).validate()).toBe(true);
  expect((read as OfficialEvent).toJSON()).toEqual(ours);
});

test('the official package reads a batch of what we write', () => {
  const batch = HTTP.toEvent({
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify([ours, { ...ours, id: 'another' }]),
  });

  expect(batch).toHaveLength(2);
});

test('we read what the official package writes, structured and binary', () => {
  const official = new OfficialEvent(ours as Partial<OfficialEvent<unknown>>);

  const structured = JSON.parse(HTTP.structured(official).body as string);
  expect(checkEvent(structured)).toEqual(ours);

  const message = HTTP.binary(official);
  const attributes = Object.fromEntries(
    Object.entries(message.headers)
      .filter(([name]) => name.startsWith('ce-'))
      .map(([name, value]) => [name.slice(3), value]),
  );
  expect(checkEvent({ ...attributes, data: JSON.parse(message.body as string) })).toEqual(ours);
});
