import { Story } from './story.ts';

const minuteMs = 60_000;

/** What a page that took text for markup would run. */
export const hostileText = `<script>window.harmed = true</script><img src=x onerror="window.harmed = true">`;

/** More than an event holds, so that it is put into the body store. */
export const longOutput = Array.from({ length: 9000 }, (_, line) => `line ${line + 1} of the long output`).join('\n');

const patch = [
  {
    oldStart: 10,
    oldLines: 6,
    newStart: 10,
    newLines: 7,
    lines: [
      ' export function total(lines: readonly Line[]): number {',
      '-  let sum = 0;',
      '-  for (const line of lines) sum += line.price;',
      '-  return sum;',
      '+  return lines.reduce((sum, { price, count }) => sum + price * count, 0);',
      '+}',
      '+',
      '+export function isEmpty(lines: readonly Line[]): boolean {',
      '+  return lines.length === 0;',
      ' }',
      ' ',
    ],
  },
];

/** A session in full work: calls of every outcome, a subagent, a plan, a diff, hostile and long output. It still runs. */
export function workingSession(): Story {
  const story = new Story({ name: 'working', project: 'github.com/acme/shop', agoMs: 6 * minuteMs });
  const shell = (command: string) => [
    { type: 'process.exec' as const, object: command, program: command.split(' ')[0]! },
  ];
  story
    .begin()
    .prompt('The cart shows a wrong total when a line has a count above one. Find out why, fix it, and add a test.')
    .say('I will look at how the total is computed, then write a failing test.')
    .tell('plan.updated', {
      whole: true,
      items: [
        { id: '1', text: 'Find where the total is computed', status: 'done' },
        { id: '2', text: 'Fix the sum', status: 'active' },
        { id: '3', text: 'Add a test for counts above one', status: 'pending' },
      ],
    })
    .call(
      {
        id: 'read1',
        tool: 'Read',
        effects: [{ type: 'file.read', object: 'src/cart/total.ts' }],
        input: { file_path: '/home/ada/shop/src/cart/total.ts' },
      },
      { output: { type: 'text', file: { filePath: 'src/cart/total.ts', numLines: 42 } }, tookMs: 40 },
    )
    .tell('file.read', { path: 'src/cart/total.ts', call: 'read1', lines: 42, totalLines: 42 })
    .call(
      {
        id: 'grep1',
        tool: 'Grep',
        effects: [{ type: 'search', object: 'total(' }],
        input: { pattern: 'total(', path: 'src' },
      },
      { output: { mode: 'content', content: 'src/cart/total.ts:10\nsrc/cart/cart.tsx:55' }, tookMs: 95 },
    )
    .call(
      {
        id: 'bash1',
        tool: 'Bash',
        description: 'Run the tests of the cart',
        effects: shell('npm test -- cart'),
        input: { command: 'npm test -- cart', description: 'Run the tests of the cart' },
      },
      { error: 'Exit code 1\nFAIL src/cart/total.test.ts\n  expected 30, received 20', exitCode: 1, tookMs: 5400 },
    )
    .call(
      {
        id: 'edit1',
        tool: 'Edit',
        effects: [{ type: 'file.write', object: 'src/cart/total.ts' }],
        input: {
          file_path: '/home/ada/shop/src/cart/total.ts',
          old_string: 'let sum = 0;',
          new_string: 'return lines.reduce',
        },
      },
      { output: { filePath: 'src/cart/total.ts', userModified: false }, tookMs: 30 },
    )
    .tell('file.written', {
      path: 'src/cart/total.ts',
      call: 'edit1',
      how: 'edit',
      patch,
      linesAdded: 5,
      linesRemoved: 3,
    })
    .call(
      {
        id: 'write1',
        tool: 'Write',
        effects: [{ type: 'file.write', object: 'src/cart/total.test.ts' }],
        input: { file_path: '/home/ada/shop/src/cart/total.test.ts', content: "test('counts', () => {});\n" },
      },
      { output: { type: 'create' }, tookMs: 22 },
    )
    .tell('file.written', {
      path: 'src/cart/total.test.ts',
      call: 'write1',
      how: 'create',
      linesAdded: 2,
      linesRemoved: 0,
      patch: [{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, lines: ["+test('counts', () => {});", '+'] }],
    })
    .call(
      { id: 'hostile', tool: 'Bash', effects: shell('cat page.html'), input: { command: 'cat page.html' } },
      { output: { stdout: hostileText, stderr: '', interrupted: false }, exitCode: 0, tookMs: 12 },
    )
    .call(
      { id: 'long', tool: 'Bash', effects: shell('npm run report'), input: { command: 'npm run report' } },
      { output: { stdout: longOutput, stderr: '', interrupted: false }, exitCode: 0, tookMs: 61_000 },
    )
    .tell('tool.started', {
      call: 'denied1',
      nativeCall: 'toolu_denied1',
      tool: 'Bash',
      effects: shell('rm -rf dist'),
      input: { command: 'rm -rf dist' },
    })
    .tell('tool.denied', {
      call: 'denied1',
      nativeCall: 'toolu_denied1',
      tool: 'Bash',
      effects: shell('rm -rf dist'),
      outcome: 'denied',
      by: 'person',
      reason: 'not without asking me',
    })
    .call(
      {
        id: 'task1',
        tool: 'Task',
        description: 'Look for other uses of price',
        effects: [{ type: 'agent.spawn', object: 'Explore' }],
        input: {
          description: 'Look for other uses of price',
          subagent_type: 'Explore',
          prompt: 'Find every use of Line.price.',
        },
      },
      undefined,
    )
    .tell(
      'agent.started',
      {
        agent: 'agent-one',
        type: 'Explore',
        call: 'task1',
        description: 'Look for other uses of price',
        prompt: 'Find every use of Line.price.',
      },
      {},
    )
    .call(
      { id: 'sub1', tool: 'Grep', effects: [{ type: 'search', object: '\\.price' }], input: { pattern: '\\.price' } },
      { output: { content: 'src/cart/line.ts:4' }, tookMs: 80 },
      { agent: 'agent-one' },
    )
    .say('Only the cart and the invoice use it.', { agent: 'agent-one' })
    .tell('model.called', {
      model: 'claude-sonnet-4-5',
      nativeMessage: 'msg_one',
      tokens: { input: 5210, output: 1840, cacheRead: 88_200, cacheWrite: 12_400 },
      costUsd: 0.42,
    })
    .call({ id: 'open1', tool: 'Bash', effects: shell('npm test'), input: { command: 'npm test' } }, undefined);
  return story;
}

/** A session that waits for a person's permission. */
export function waitingSession(): Story {
  return new Story({ name: 'waiting', project: 'github.com/acme/infra', agoMs: 3 * minuteMs })
    .begin({ branch: 'rollout' })
    .prompt('Apply the migration to staging')
    .tell('tool.started', {
      call: 'ask1',
      tool: 'Bash',
      effects: [{ type: 'process.exec', object: 'terraform apply', program: 'terraform' }],
      input: { command: 'terraform apply' },
    })
    .tell('permission.asked', { call: 'ask1', tool: 'Bash', input: { command: 'terraform apply' } });
}

/** A session that is over. */
export function endedSession(): Story {
  return new Story({ name: 'ended', project: 'github.com/acme/shop', agoMs: 190 * minuteMs })
    .begin()
    .prompt('What does the invoice module do?')
    .say('It renders invoices from orders.')
    .tell('turn.ended', { text: 'It renders invoices from orders.' })
    .tell('session.ended', { reason: 'exit' });
}

/** As many short turns as asked for: a time line that does not fit the screen. */
export function longSession(turns: number, name = 'lengthy'): Story {
  const story = new Story({ name, project: 'github.com/acme/docs', agoMs: 55 * minuteMs }).begin();
  for (let turn = 1; turn <= turns; turn += 1) {
    story.prompt(`Step ${turn} of the ${name} work`);
    for (const part of ['a', 'b', 'c']) {
      story.call(
        {
          id: `step${turn}${part}`,
          tool: 'Bash',
          effects: [{ type: 'process.exec', object: `make part-${part}`, program: 'make' }],
          input: { command: `make part-${part}` },
        },
        { output: { stdout: `built ${part} of ${turn}` }, exitCode: 0, tookMs: 100 },
      );
    }
    story.tell('turn.ended', { text: `Done with ${turn}` });
  }
  return story;
}
