import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount, expectCalls, expectMessages, expectUsage, expectWhole } from '../expect-account.ts';
import { bash, play } from '../model/reply.ts';

describe('a conversation over stdin', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
    bed.model.learn({
      before: [{ text: 'Before.', tools: [bash('echo before')] }, { text: 'Before done.' }],
      after: [{ text: 'After.', tools: [bash('echo after')] }, { text: 'After done.' }],
      long: [{ text: 'This takes long.', tools: [bash('touch long; sleep 20')] }, { text: 'Long done.' }],
    });
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('/compact keeps the session and its turns', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const talk = bed.person.converse(session);
    await talk.say(play('before'));
    await talk.say('/compact');
    await talk.say(play('after'));
    talk.endInput();
    const { lines, status } = await talk.ended;
    const account = await bed.bus.settled(session.id);

    expect(status).toBe(0);
    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(account.session).toMatchObject({ compactions: 1, openCalls: 0 });
    expect(account.eventsOf('session.compacted')[0]!.data).toMatchObject({ trigger: 'manual' });
    expect(account.of('turn').map(({ outcome }) => outcome)).toEqual(['ended', 'ended']);
  });

  test('/clear ends the session and begins another that names it', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const talk = bed.person.converse(session);
    await talk.say(play('before'));
    await talk.say('/clear');
    await talk.say(play('after'));
    talk.endInput();
    const { lines } = await talk.ended;
    const next = lines.map((line) => line.session_id).findLast((id) => id !== undefined && id !== session.id)!;
    expect(next).toBeDefined();
    const first = await bed.bus.settled(session.id);
    const second = await bed.bus.settled(next);

    for (const [account, id] of [
      [first, session.id],
      [second, next],
    ] as const) {
      const served = bed.model.servedTo(id);
      expectWhole(account);
      expectCalls(account, served);
      expectMessages(account, served);
      expectUsage(account, served);
      expect(account.session.calls).toBe(1);
    }
    expect(first.session.endReason).toBe('clear');
    expect(second.eventsOf('session.started')[0]!.data.previousSession).toBe(`claude-code:${session.id}`);
  });

  test('an interrupt ends the call and the turn, and the next prompt is answered', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const talk = bed.person.converse(session);
    talk.ask(play('long'));
    await eventually(() => existsSync(join(bed.person.project, 'long')), {
      what: 'the command runs',
      timeoutMs: 60_000,
    });
    talk.control({ subtype: 'interrupt' });
    await eventually(() => talk.lines.some(({ type }) => type === 'result'), {
      what: 'the turn is over',
      timeoutMs: 60_000,
    });
    await talk.say(play('after'));
    talk.endInput();
    await talk.ended;
    const account = await bed.bus.settled(session.id);

    const served = bed.model.servedTo(session.id);
    expectWhole(account);
    expectCalls(account, served);
    expectMessages(account, served);
    expect(account.of('call').map(({ outcome }) => outcome)).toEqual(['interrupted', 'ok']);
    expect(account.of('turn').map(({ outcome }) => outcome)).toEqual(['interrupted', 'ended']);
  });
});
