import { writeCard } from '@hookline/harnesses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount } from '../expect-account.ts';
import { textOfRequest } from '../model/place-in-script.ts';
import { play } from '../model/reply.ts';

const card = '<hookline memory project="shop">\n- test: npm test (12 runs, all passed)\n</hookline>';

describe('what the project remembers', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
    bed.model.learn({ hello: [{ text: 'Hello.' }] });
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('a card is read by the model at the start of a session, and is not captured as said by anybody', async () => {
    writeCard({ home: bed.bus.home, projectDir: bed.person.project }, card, Date.now() + 600_000);
    const session = newSession();
    const { lines } = await bed.person.run(play('hello'), session);
    const [first] = bed.model.servedTo(session.id);
    expect(textOfRequest(first!.request)).toContain('npm test (12 runs, all passed)');

    const account = await bed.bus.settled(session.id);
    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(JSON.stringify(account.entries)).not.toContain('12 runs');
  });

  test('a card whose time is over is not', async () => {
    writeCard({ home: bed.bus.home, projectDir: bed.person.project }, card, Date.now() - 1000);
    const session = newSession();
    await bed.person.run(play('hello'), session);
    const [first] = bed.model.servedTo(session.id);
    expect(textOfRequest(first!.request)).not.toContain('12 runs');
  });
});
