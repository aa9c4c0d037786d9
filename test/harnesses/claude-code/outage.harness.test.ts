import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount } from '../expect-account.ts';
import { bash, play, type Reply } from '../model/reply.ts';

const steps: Reply[] = Array.from({ length: 8 }, (_, step) => ({
  text: `Step ${step}.`,
  tools: [bash(`echo ${step}`)],
}));

/** Far above what a run takes, far below one hook that waits for its time limit in each of them. */
const slowestMs = 30_000;

describe('a bus that is away', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
    bed.model.learn({
      steps: [...steps, { text: 'All steps done.' }],
      more: [{ tools: [bash('echo more')] }, { text: 'Done.' }],
    });
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('stopped in the middle of everything, it hinders nobody and has it all when it goes on', async () => {
    const session = newSession('--allowedTools', 'Bash');
    bed.bus.freeze();
    const { status, lines, errorText, tookMs } = await bed.person.run(play('steps'), session);
    expect({ status, errorText }).toEqual({ status: 0, errorText: '' });
    expect(tookMs).toBeLessThan(slowestMs);
    expect(bed.bus.waiting()).toBeGreaterThan(8 * 3);
    bed.bus.thaw();

    expectAccount(await bed.bus.settled(session.id), bed.model.servedTo(session.id), lines);
  });

  test('not running at all, it finds everything at its next start, also sessions that went on meanwhile', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const first = await bed.person.run(play('more'), session);
    await bed.bus.settled(session.id);
    await bed.bus.stop();
    const flags = ['--resume', session.id, '--allowedTools', 'Bash'];
    const { status, lines, tookMs } = await bed.person.run(play('steps'), { flags });
    expect(status).toBe(0);
    expect(tookMs).toBeLessThan(slowestMs);
    await bed.bus.start();

    const account = await bed.bus.settled(
      session.id,
      ({ session: { turns, state } }) => turns === 2 && state === 'ended',
    );
    expectAccount(account, bed.model.servedTo(session.id), [...first.lines, ...lines]);
  });

  test('killed while hooks come in, it loses and repeats nothing', async () => {
    const session = newSession('--allowedTools', 'Bash');
    const running = bed.person.start(play('steps'), session);
    await eventually(() => bed.model.servedTo(session.id).length > 3, {
      what: 'the model answered a few times',
      timeoutMs: 60_000,
    });
    await bed.bus.crash();
    const { status, lines } = await running.ended;
    expect(status).toBe(0);
    await bed.bus.start();

    expectAccount(await bed.bus.settled(session.id), bed.model.servedTo(session.id), lines);
  });
});
