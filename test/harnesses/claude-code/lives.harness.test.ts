import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import {
  expectAccount,
  expectCalls,
  expectMessages,
  expectTurns,
  expectUsage,
  expectWhole,
} from '../expect-account.ts';
import { bash, play } from '../model/reply.ts';

describe('sessions that go on', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
    bed.model.learn({
      first: [{ text: 'The first.', tools: [bash('echo first')] }, { text: 'First done.' }],
      second: [{ text: 'The second.', tools: [bash('echo second')] }, { text: 'Second done.' }],
      third: [{ tools: [bash('echo third')] }, { text: 'Third done.' }],
      slow: [{ tools: [bash('sleep 1; echo slow')] }, { text: 'Slow done.' }],
    });
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('resumed and continued, a session stays one, over several processes', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const runs = [
      await bed.person.run(play('first'), session),
      await bed.person.run(play('second'), { flags: ['--resume', session.id, '--allowedTools', 'Bash'] }),
      await bed.person.run(play('third'), { flags: ['--continue', '--allowedTools', 'Bash'] }),
    ];
    const account = await bed.bus.settled(
      session.id,
      ({ session: { turns, state } }) => turns === 3 && state === 'ended',
    );

    expectAccount(
      account,
      bed.model.servedTo(session.id),
      runs.flatMap(({ lines }) => lines),
    );
    expectTurns(account, bed.model.servedTo(session.id));
    expect(account.session.pids).toHaveLength(3);
    expect(account.eventsOf('session.resumed')).toHaveLength(2);
    expect(account.of('turn').map(({ prompt, outcome }) => [prompt, outcome])).toEqual([
      [play('first'), 'ended'],
      [play('second'), 'ended'],
      [play('third'), 'ended'],
    ]);
  });

  test('a fork is a session of its own that names its parent and repeats nothing of it', async () => {
    const parent = newSession('--allowedTools', 'Bash');
    await bed.person.run(play('first'), parent);
    const child = newSession('--resume', parent.id, '--fork-session', '--allowedTools', 'Bash');
    const { lines } = await bed.person.run(play('second'), child);
    const account = await bed.bus.settled(child.id);

    expectAccount(account, bed.model.servedTo(child.id), lines);
    expect(account.session).toMatchObject({ parentSession: `claude-code:${parent.id}`, turns: 1, calls: 1 });
    expect((await bed.bus.settled(parent.id)).session).toMatchObject({ turns: 1, calls: 1 });
  });

  test('two processes on one session keep their turns apart', async () => {
    const session = newSession('--allowedTools', 'Bash');
    await bed.person.run(play('first'), session);
    const flags = ['--resume', session.id, '--allowedTools', 'Bash'];
    await Promise.all([bed.person.run(play('slow'), { flags }), bed.person.run(play('second'), { flags })]);
    const account = await bed.bus.settled(
      session.id,
      ({ session: { turns, state } }) => turns === 3 && state === 'ended',
    );

    const served = bed.model.servedTo(session.id);
    expectWhole(account);
    expectCalls(account, served);
    expectUsage(account, served);
    expectMessages(account, served);
    expectTurns(account, served);
    expect(account.of('call').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    expect(account.of('turn').map(({ outcome }) => outcome)).toEqual(['ended', 'ended', 'ended']);
    expect(new Set(account.of('call').map(({ turn }) => turn)).size).toBe(3);
    expect(account.session.pids).toHaveLength(3);
  });
});
