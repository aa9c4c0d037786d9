import { startTestNats } from '@hookline/testing';
import { jetstreamManager } from '@nats-io/jetstream';
import { expect, it } from 'vitest';
import { JetStreamLog } from './jetstream-log.ts';
import { faultOfSubject } from './signals.ts';
import { WorkDispatch } from './work.ts';

it('reaches who listens and who comes later, once', async () => {
  await using nats = await startTestNats();
  await using log = await JetStreamLog.open({ ...nats.connection });
  const work = new WorkDispatch(log.connection);
  const heard = log.connection.subscribe('agents.review.>', { max: 1 });
  await log.connection.flush();

  const signal = { subject: 'agents.review.shop', msgId: 'f:0', payload: { hello: 'there' } };
  await work.publishSignal(signal);
  await work.publishSignal(signal);

  for await (const message of heard) {
    expect(message.subject).toBe('agents.review.shop');
    expect(message.json()).toEqual({ hello: 'there' });
    expect(message.headers?.get('Nats-Msg-Id')).toBe('f%3A0');
  }
  const { state } = await (await jetstreamManager(log.connection)).streams.info('SIGNALS');
  expect(state.messages).toBe(1);
});

it.each([
  'agents',
  'agents.',
  'agents..a',
  'agents.*',
  'agents.>',
  'agents.a b',
  'agents.ä',
  'agents.$JS',
  'evt.a.b.c.d',
  'work.review.x',
  '$JS.API.STREAM.DELETE.EVT',
  `agents${'.a'.repeat(16)}`,
  `agents.${'a'.repeat(101)}`,
])('refuses the subject %s', (subject) => {
  expect(faultOfSubject(subject)).toContain(JSON.stringify(subject));
});

it('takes what is below agents', () => {
  expect(faultOfSubject('agents.review.github-com-acme-shop.main_1')).toBeUndefined();
});
