import { type CloudEvent, eventId, type NewEvent, newEvent } from '@hookline/schemas';
import { hostileText } from './stories.ts';
import { Story } from './story.ts';

const minuteMs = 60_000;
const shop = 'github.com/acme/shop';
/** What an agent is asked to remember. */
export const asked = 'Put every test beside the code it tests';

const shell = (command: string) => [
  { type: 'process.exec' as const, object: command, program: command.split(' ')[0]! },
];

/** One session that runs the tests, fails with one command and goes on with another. */
function sessionOf(name: string, actor: string, hoursAgo: number): Story {
  const run = (id: string, command: string) => ({
    id: `${name}-${id}`,
    tool: 'Bash',
    effects: shell(command),
    input: { command },
  });
  const failed = { error: 'Exit code 127\nrtk: command not found', exitCode: 127, tookMs: 300 } as const;
  const passed = {
    output: { stdout: '42 passed', stderr: '', interrupted: false },
    exitCode: 0,
    tookMs: 5200,
  } as const;
  const path = `/home/${actor.split('@')[0]}/shop/src/cart.ts`;
  return new Story({ name, project: shop, agoMs: hoursAgo * 60 * minuteMs, actor })
    .begin()
    .prompt(`Make the cart of ${name} add up again and run the tests`)
    .call(run('wrong', 'rtk bun run test'), failed)
    .call(run('right', 'bun run test'), passed)
    .call(
      { id: `${name}-edit`, tool: 'Edit', effects: [{ type: 'file.write', object: path }], input: { file_path: path } },
      { output: { type: 'edit' }, tookMs: 20 },
    )
    .tell('file.written', { path, call: `${name}-edit`, how: 'edit', linesAdded: 2, linesRemoved: 1 })
    .call(run('lint', 'npm run lint'), passed)
    .call(run('tests', 'npm test'), passed);
}

/** Refuses a call, in these words. */
function refusing(story: Story, call: string, command: string, reason: string): Story {
  const fields = { call, nativeCall: `toolu_${call}`, tool: 'Bash', effects: shell(command) };
  return story
    .tell('tool.started', { ...fields, input: { command } })
    .tell('tool.denied', { ...fields, outcome: 'denied', by: 'person', reason });
}

/** Three sessions of two people: commands, a pitfall with what works instead, refusals, a directive, words that are markup. */
export function memorySessions(): { sessions: readonly Story[]; asked: readonly CloudEvent[] } {
  const [first, second, third] = [
    sessionOf('cart', 'ada@example.com', 72),
    sessionOf('basket', 'bob@example.com', 48),
    sessionOf('order', 'ada@example.com', 20),
  ];
  refusing(first, 'refused', 'git checkout package-lock.json', 'never touch the lock file by hand, run npm install');
  refusing(second, 'pushed', 'git push --force', 'always ask me before you push with force');
  refusing(third, 'hostile', 'rm -rf dist', `never again ${hostileText}`);
  for (const story of [first, second, third]) {
    story.say('The cart adds up.').tell('session.ended', { reason: 'other' });
  }
  return { sessions: [first, second, third], asked: [remembered(first)] };
}

/** Somebody asks for something in so many words; an agent told it, so that a person has to look at it. */
function remembered({ session }: Story): CloudEvent {
  return newEvent({
    kind: 'memory.remembered',
    id: eventId('memory story', asked),
    source: 'urn:hookline:test',
    time: new Date(Date.now() - 70 * 60 * minuteMs).toISOString(),
    origin: 'api',
    project: shop,
    actor: 'ada@example.com',
    session,
    data: { statement: asked, as: 'directive', scope: 'project', by: 'agent' },
  } as NewEvent);
}

/** A session that was told a memory, and what was left out there. */
export function tellingSession(memory: string, other: string): Story {
  return new Story({ name: 'told', project: shop, agoMs: 30 * minuteMs, actor: 'bob@example.com' })
    .begin()
    .prompt('Add a discount to the cart and run the tests')
    .tell('memory.injected', {
      surface: 'session-start',
      memories: [memory],
      tokens: 31,
      text: `What is known here: ${hostileText}`,
      dropped: [{ memory: other, reason: 'budget' }],
    })
    .call(
      { id: 'told-tests', tool: 'Bash', effects: shell('npm test'), input: { command: 'npm test' } },
      { output: { stdout: '42 passed', stderr: '', interrupted: false }, exitCode: 0, tookMs: 5100 },
    );
}
