import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount, expectCalls, expectUsage, expectWhole } from '../expect-account.ts';
import { bash, play } from '../model/reply.ts';

describe('turns and sessions that end otherwise', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('an error of the model fails the turn', async () => {
    bed.model.learn({
      refused: [
        { tools: [bash('echo before')] },
        { error: { status: 400, type: 'invalid_request_error', message: 'the script refuses' } },
      ],
    });
    const session = newSession('--allowedTools', 'Bash');
    await bed.person.run(play('refused'), session);
    const account = await bed.bus.settled(session.id);

    expectWhole(account);
    expectCalls(account, bed.model.servedTo(session.id));
    expectUsage(account, bed.model.servedTo(session.id));
    expect(account.of('turn')).toMatchObject([
      { outcome: 'failed', closing: expect.stringContaining('the script refuses') },
    ]);
  });

  test('a run that is allowed one answer only has its calls and an end', async () => {
    bed.model.learn({ short: [{ tools: [bash('echo once')] }, { tools: [bash('echo never')] }] });
    const session = newSession('--allowedTools', 'Bash', '--max-turns', '1');
    const { lines } = await bed.person.run(play('short'), session);
    const account = await bed.bus.settled(session.id);

    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(account.of('turn')).toHaveLength(1);
    expect(account.of('turn')[0]!.outcome).not.toBe('open');
  });

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`${signal} during a command interrupts the call and ends the session`, async () => {
      bed.model.learn({ [signal]: [{ text: 'A long one.', tools: [bash(`touch ${signal}; sleep 30`)] }] });
      const session = newSession('--allowedTools', 'Bash');
      const running = bed.person.start(play(signal), session);
      await eventually(() => existsSync(join(bed.person.project, signal)), {
        what: 'the command runs',
        timeoutMs: 60_000,
      });
      running.kill(signal);
      await running.ended;
      const account = await bed.bus.settled(session.id);

      expectWhole(account);
      expectCalls(account, bed.model.servedTo(session.id));
      // The program's own record calls it failed, interrupted or rejected, as it happened to notice.
      expect(account.of('call')[0]!.outcome).not.toMatch(/ok|running/);
      expect(account.of('turn')[0]!.outcome).toBe('interrupted');
      expect(account.session).toMatchObject({ state: 'ended', openCalls: 0 });
    });
  }

  test('kill -9 during a command leaves it open until the session is taken up again', async () => {
    bed.model.learn({
      killed: [{ text: 'A long one.', tools: [bash('touch killed; sleep 3')] }],
      again: [{ text: 'Where were we?', tools: [bash('echo here')] }, { text: 'Here.' }],
    });
    const session = newSession('--allowedTools', 'Bash');
    const running = bed.person.start(play('killed'), session);
    await eventually(() => existsSync(join(bed.person.project, 'killed')), {
      what: 'the command runs',
      timeoutMs: 60_000,
    });
    running.kill('SIGKILL');
    await running.ended;
    const [first] = bed.model.servedTo(session.id);
    const before = await bed.bus.settled(session.id, ({ session: { calls } }) => calls === 1);
    expect(before.call(first!.tools[0]!.id).outcome).toBe('running');
    expect(before.session.state).not.toBe('ended');

    await bed.person.run(play('again'), { flags: ['--resume', session.id, '--allowedTools', 'Bash'] });
    const account = await bed.bus.settled(session.id);
    const served = bed.model.servedTo(session.id);
    expectWhole(account);
    expectCalls(account, served);
    expectUsage(account, served);
    expect(account.of('call').map(({ outcome }) => outcome)).toEqual(['unknown', 'ok']);
    expect(account.of('turn').map(({ outcome }) => outcome)).toEqual(['interrupted', 'ended']);
    expect(account.session.pids).toHaveLength(2);
  });
});
