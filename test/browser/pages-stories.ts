import { createHash } from 'node:crypto';
import { type CloudEvent, type DataOf, eventId, newEvent } from '@hookline/schemas';
import { Story } from './story.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const shop = 'github.com/acme/shop';

/** What `src/price.ts` held when the tests were run, and what it held after that. */
export const priceBefore = `export function price(cents: number): string {
  return (cents / 100).toFixed(1);
}
`;
export const priceAfter = priceBefore.replace('toFixed(1)', 'toFixed(2)');

const hexOf = (text: string) => createHash('sha256').update(text).digest('hex');
const hashOf = (text: string) => `sha256:${hexOf(text)}`;
const shell = (command: string) => [
  { type: 'process.exec' as const, object: command, program: command.split(' ')[0]! },
];

/** Runs a command that fails, as often as told. */
function failing(story: Story, command: string, times: number, error: string): Story {
  for (let time = 1; time <= times; time += 1) {
    story.call(
      { id: `${command} ${time}`, tool: 'Bash', effects: shell(command), input: { command } },
      { error: `Exit code 1\n${error}`, exitCode: 1, tookMs: 2100 },
    );
  }
  return story;
}

/** Creates the file, runs the tests, then changes it: at the tests it held `priceBefore`. */
export function pricingSession(): Story {
  const path = '/home/ada/shop/src/price.ts';
  const [first, second] = priceBefore.split('\n');
  return new Story({ name: 'pricing', project: shop, agoMs: 80 * minuteMs })
    .begin({ branch: 'prices' })
    .prompt('Show prices with two decimals')
    .tell('plan.updated', {
      whole: true,
      items: [
        { id: '1', text: 'Write price()', status: 'done' },
        { id: '2', text: 'Run the tests', status: 'done' },
      ],
    })
    .call(
      { id: 'create', tool: 'Write', effects: [{ type: 'file.write', object: path }], input: { file_path: path } },
      { output: { type: 'create' }, tookMs: 20 },
    )
    .tell('file.written', {
      path,
      call: 'create',
      how: 'create',
      after: priceBefore,
      hashAfter: hashOf(priceBefore),
      linesAdded: 3,
      linesRemoved: 0,
      patch: [
        {
          oldStart: 0,
          oldLines: 0,
          newStart: 1,
          newLines: 3,
          lines: priceBefore
            .trimEnd()
            .split('\n')
            .map((line) => `+${line}`),
        },
      ],
    })
    .wait(minuteMs)
    .call(
      { id: 'tests', tool: 'Grep', effects: [{ type: 'search', object: 'price(' }], input: { pattern: 'price(' } },
      { output: { content: 'src/price.ts:1' }, tookMs: 30 },
    )
    .call(
      {
        id: 'test-run',
        tool: 'Bash',
        effects: shell('npm test -- price'),
        input: { command: 'npm test -- price' },
      },
      { error: 'Exit code 1\nexpected 1.50, received 1.5', exitCode: 1, tookMs: 4200 },
    )
    .wait(minuteMs)
    .call(
      { id: 'fix', tool: 'Edit', effects: [{ type: 'file.write', object: path }], input: { file_path: path } },
      { output: { filePath: path }, tookMs: 20 },
    )
    .tell('file.written', {
      path,
      call: 'fix',
      how: 'edit',
      before: priceBefore,
      after: priceAfter,
      hashBefore: hashOf(priceBefore),
      hashAfter: hashOf(priceAfter),
      linesAdded: 1,
      linesRemoved: 1,
      patch: [
        {
          oldStart: 1,
          oldLines: 3,
          newStart: 1,
          newLines: 3,
          lines: [` ${first}`, `-${second}`, `+${second!.replace('(1)', '(2)')}`, ' }'],
        },
      ],
    })
    .tell('model.called', {
      model: 'claude-sonnet-4-5',
      nativeMessage: 'msg_pricing',
      tokens: { input: 2210, output: 840, cacheRead: 18_200, cacheWrite: 2400 },
      costUsd: 2.4,
    })
    .tell('turn.ended', { text: 'Prices have two decimals now.' });
}

/** The same task by another harness and person, cheaper; it wrote the same file in another way. */
export function rivalSession(): Story {
  const path = '/home/bob/shop/src/price.ts';
  const text = priceAfter.replace('cents: number', 'cents: bigint');
  return new Story({
    name: 'rival',
    project: shop,
    agoMs: 70 * minuteMs,
    harness: 'codex',
    actor: 'bob@example.com',
    model: 'gpt-5-codex',
  })
    .begin({ branch: 'prices-again' })
    .prompt('Show prices with two decimals')
    .call(
      { id: 'patch', tool: 'apply_patch', effects: [{ type: 'file.write', object: path }], input: { path } },
      { output: 'Success', tookMs: 40 },
    )
    .tell('file.written', {
      path,
      call: 'patch',
      how: 'create',
      after: text,
      hashAfter: hashOf(text),
      linesAdded: 3,
      linesRemoved: 0,
    })
    .tell('model.called', {
      model: 'gpt-5-codex',
      nativeMessage: 'resp_rival',
      tokens: { input: 9210, output: 640 },
      costUsd: 0.9,
    })
    .tell('turn.ended', { text: 'Done.' });
}

/** Two live sessions of two people that write one file, one of which runs a command. */
export function crowdedSessions(): readonly [Story, Story] {
  const write = (story: Story, home: string) =>
    story
      .begin()
      .prompt(`Work of ${home} on the shipping`)
      .call(
        {
          id: 'ship',
          tool: 'Edit',
          effects: [{ type: 'file.write', object: `/home/${home}/shop/src/shipping.ts` }],
          input: { file_path: `/home/${home}/shop/src/shipping.ts` },
        },
        { output: {}, tookMs: 20 },
      )
      .tell('file.written', {
        path: `/home/${home}/shop/src/shipping.ts`,
        call: 'ship',
        how: 'edit',
        linesAdded: 4,
        linesRemoved: 1,
      });
  const ada = write(new Story({ name: 'ship-ada', project: shop, agoMs: 2 * minuteMs }), 'ada');
  const bob = write(
    new Story({
      name: 'ship-bob',
      project: shop,
      agoMs: 2 * minuteMs,
      harness: 'codex',
      actor: 'bob@example.com',
      model: 'gpt-5-codex',
    }),
    'bob',
  );
  ada.call(
    {
      id: 'e2e',
      tool: 'Bash',
      effects: shell('npm run e2e -- shipping'),
      input: { command: 'npm run e2e -- shipping' },
    },
    undefined,
  );
  return [ada, bob];
}

/** Commands that fail: `make lint` most often, in sessions of two people. */
export function failingSessions(): readonly Story[] {
  const ada = new Story({ name: 'lint-ada', project: shop, agoMs: 5 * 60 * minuteMs }).begin().prompt('Make lint pass');
  failing(ada, 'make lint', 4, 'src/cart.ts:3 unused variable');
  failing(ada, 'npm run build', 1, 'cannot find module left');
  const bob = new Story({
    name: 'lint-bob',
    project: shop,
    agoMs: 26 * 60 * minuteMs,
    harness: 'codex',
    actor: 'bob@example.com',
    model: 'gpt-5-codex',
  })
    .begin()
    .prompt('Lint the invoices');
  failing(bob, 'make lint', 3, 'src/invoice.ts:9 unused variable');
  const old = new Story({ name: 'old-docs', project: shop, agoMs: 12 * dayMs }).begin().prompt('Build the docs');
  failing(old, 'make docs', 9, 'no such target');
  return [ada, bob, old].map((story) => story.tell('session.ended', { reason: 'exit' }));
}

/** Work of two harnesses over some days, each with its pull requests: codex is cheaper per merged one. */
export function pullRequestStories(): { readonly sessions: readonly Story[]; readonly told: readonly CloudEvent[] } {
  const work = [
    { number: 41, harness: 'claude-code', agoDays: 9, costUsd: 3.1, became: 'merged', title: 'Carts keep their order' },
    { number: 42, harness: 'codex', agoDays: 8, costUsd: 1.2, became: 'merged', title: 'Invoices in euros' },
    { number: 43, harness: 'claude-code', agoDays: 6, costUsd: 5.2, became: 'merged', title: 'A faster checkout' },
    { number: 44, harness: 'codex', agoDays: 5, costUsd: 0.7, became: 'closed', title: 'Try another font' },
    { number: 45, harness: 'claude-code', agoDays: 3, costUsd: 2.2, became: 'open', title: 'Search by colour' },
    { number: 46, harness: 'codex', agoDays: 2, costUsd: 1.6, became: 'merged', title: 'Returns by post' },
    { number: 47, harness: 'gemini-cli', agoDays: 1, costUsd: undefined, became: 'merged', title: 'A gift card' },
  ] as const;
  const sessions = work.map(({ number, harness, agoDays, costUsd, title }) => {
    const model = { 'claude-code': 'claude-sonnet-4-5', codex: 'gpt-5-codex', 'gemini-cli': 'gemini-unknown' }[harness];
    const actor = number % 2 === 0 ? 'bob@example.com' : 'ada@example.com';
    return new Story({ name: `pull-${number}`, project: shop, agoMs: agoDays * dayMs, harness, actor, model })
      .begin({ branch: `pull-${number}` })
      .prompt(title)
      .tell('model.called', {
        model,
        nativeMessage: `msg_${number}`,
        tokens: { input: 12_000 + number * 100, output: 2000 + number, cacheRead: 40_000 },
        ...(costUsd !== undefined && { costUsd }),
      })
      .tell('turn.ended', { text: 'It is pushed.' })
      .tell('session.ended', { reason: 'exit' });
  });
  const told = work.flatMap(({ number, became, title }, index) => {
    const session = sessions[index]!;
    const pull = {
      repository: shop,
      number,
      title,
      url: `https://${shop}/pull/${number}`,
      branch: `pull-${number}`,
      base: 'main',
      author: { login: 'ada' },
      sessions: [session.session],
    };
    const at = (minutes: number) => session.timeMs + minutes * minuteMs;
    return [
      hostTold('pr.opened', at(5), pull, [number]),
      ciTold(number, at(9), index % 3 === 1 ? 'failed' : 'ok', session.session),
      ...(became === 'merged' ? [hostTold('pr.merged', at(60), pull, [number])] : []),
      ...(became === 'closed' ? [hostTold('pr.closed', at(60), pull, [number])] : []),
    ];
  });
  return { sessions, told };
}

function ciTold(number: number, atMs: number, outcome: 'ok' | 'failed', session: string): CloudEvent {
  const data = {
    repository: shop,
    commit: hexOf(`commit of ${number}`).slice(0, 40),
    branch: `pull-${number}`,
    name: 'tests',
    run: String(number),
    outcome,
    pulls: [number],
    sessions: [session],
  };
  return hostTold('ci.finished', atMs, data, [number]);
}

function hostTold<K extends 'pr.opened' | 'pr.merged' | 'pr.closed' | 'ci.finished'>(
  kind: K,
  atMs: number,
  data: DataOf<K>,
  identity: readonly (string | number)[],
): CloudEvent {
  return newEvent({
    kind,
    id: eventId('code-host', shop, kind, ...identity),
    source: 'urn:hookline:github.com:github',
    time: new Date(atMs).toISOString(),
    project: shop,
    origin: 'api',
    trust: 'external',
    adapter: 'github-webhook/1',
    data,
  } as Parameters<typeof newEvent<K>>[0]);
}
