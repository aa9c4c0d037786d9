import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount } from '../expect-account.ts';
import { bash, play, subagent } from '../model/reply.ts';

describe('work in the background', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('a command that outlives its call is told to have ended, and is no prompt of a person', async () => {
    bed.model.learn({
      command: [
        { tools: [bash('sleep 1; echo later; exit 5', { run_in_background: true })] },
        { text: 'I wait.' },
        { text: 'It came back.' },
      ],
    });
    const session = newSession('--allowedTools', 'Bash');
    const { lines } = await bed.person.run(play('command'), session);
    const account = await bed.bus.settled(session.id);

    const served = bed.model.servedTo(session.id);
    expectAccount(account, served, lines);
    expect(account.call(served[0]!.tools[0]!.id)).toMatchObject({
      outcome: 'ok',
      background: expect.any(String),
      backgroundOutcome: 'failed',
    });
    expect(account.of('turn').map(({ by }) => by)).toEqual(['person', 'harness']);
  });

  test('a subagent in the background stands under its call and does its own work', async () => {
    bed.model.learn({
      agents: [
        { text: 'Off it goes.', tools: [subagent('runner', { run_in_background: true })] },
        { text: 'Meanwhile, nothing.' },
        { text: 'The runner is back.' },
      ],
      runner: [{ tools: [bash('sleep 0.5; echo running')] }, { text: 'I ran.' }],
    });
    const session = newSession('--allowedTools', 'Bash,Agent');
    const { lines } = await bed.person.run(play('agents'), session);
    const account = await bed.bus.settled(session.id);

    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(account.of('agent')).toMatchObject([{ parent: 'main', outcome: 'ok', text: 'I ran.' }]);
    expect(account.of('turn').filter(({ by }) => by === 'person')).toHaveLength(1);
  });
});
