import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bed, makeBed, newSession } from '../bed.ts';
import { expectAccount } from '../expect-account.ts';
import { bash, play } from '../model/reply.ts';

describe('large and unusual calls', () => {
  let bed: Bed;
  beforeAll(async () => {
    bed = await makeBed();
  });
  afterAll(() => bed?.[Symbol.asyncDispose]());

  test('a file of two megabytes and an output of two more are captured whole', async () => {
    const file = join(bed.person.project, 'big.txt');
    const content = 'a line of twenty two.\n'.repeat(95_000);
    bed.model.learn({
      big: [
        { text: 'A big file.', tools: [{ name: 'Write', input: { file_path: file, content } }] },
        { tools: [bash('seq 1 300000')] },
        { text: 'Enough.' },
      ],
    });
    const session = newSession('--allowedTools', 'Bash,Write');
    const { lines, status } = await bed.person.run(play('big'), session);
    const account = await bed.bus.settled(session.id);

    expect(status).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(content);
    const served = bed.model.servedTo(session.id);
    expectAccount(account, served, lines);
    expect(account.of('file')).toMatchObject([{ path: 'big.txt', how: 'create', linesAdded: 95_000 }]);
    const write = account.call(served[0]!.tools[0]!.id);
    expect(await bed.bus.body(bodyIn(write.input))).toBe(content);
  });

  test('tasks are told as the plan', async () => {
    bed.model.learn({
      tasks: [
        {
          tools: [
            {
              name: 'TaskCreate',
              input: { subject: 'Build the cart', description: 'All of it', activeForm: 'Building' },
            },
          ],
        },
        { tools: [{ name: 'TaskUpdate', input: { taskId: '1', status: 'in_progress' } }] },
        { tools: [{ name: 'TaskUpdate', input: { taskId: '1', status: 'completed' } }] },
        { text: 'Planned and done.' },
      ],
    });
    const session = newSession('--allowedTools', 'TaskCreate,TaskUpdate');
    const env = { CLAUDE_CODE_ENABLE_TASKS: '1', CLAUDE_CODE_ENABLE_TODO_TOOLS: '1' };
    const { lines } = await bed.person.run(play('tasks'), { ...session, env });
    const account = await bed.bus.settled(session.id);

    expectAccount(account, bed.model.servedTo(session.id), lines);
    expect(account.of('call').map(({ outcome }) => outcome)).toEqual(['ok', 'ok', 'ok']);
    const states = account.of('plan').flatMap(({ items }) => items.map(({ status }) => status));
    expect(states.filter((state, index) => state !== states[index - 1])).toEqual(['pending', 'active', 'done']);
    expect(account.of('plan').at(-1)!.items).toMatchObject([{ text: 'Build the cart', status: 'done' }]);
    expect(account.eventsOf('task.created')).toHaveLength(1);
    expect(account.eventsOf('task.completed')).toHaveLength(1);
  });
});

/** The reference of the one long text in a value. */
function bodyIn(value: unknown): string {
  const found = /"body":"(sha256:[0-9a-f]+)"/.exec(JSON.stringify(value));
  if (found === null) throw new Error(`no body in ${JSON.stringify(value).slice(0, 200)}`);
  return found[1]!;
}
