import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heldOut } from '@hookline/memory';
import { eventually } from '@hookline/testing';
import type { BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBrowser, WatchedPage } from '../../browser/browser.ts';
import { Bus } from '../bus.ts';
import { bash, play } from '../model/reply.ts';
import { type Item, type Message, Outcome } from './outcome.ts';
import { makeWorkplace, runOnce, teach, useRecipes, type Workplace } from './workplace.ts';

const project = 'github.com/acme/shop';
const changed = 'services/payments/total.ts';
const lesson = 'Totals are whole cents everywhere';
const reason = 'round after the discount, not before';
const review = 'review-risky-change';
const tell = 'tell-the-author';
const waitMs = 120_000;

const resources = new AsyncDisposableStack();
let bus: Bus;
let place: Workplace;
let outcome: Outcome;
let written: string;
let reviewed: Item;
let continued: { readonly session: string; readonly sent: readonly string[]; readonly messages: readonly Message[] };

/** A person changes payments and leaves; the change is reviewed by another agent; the person comes back. */
beforeAll(async () => {
  bus = resources.use(await Bus.start());
  outcome = new Outcome(bus);
  place = await makeWorkplace(resources, bus);
  await teach(bus, project, lesson);
  useRecipes(bus, review, tell);
  await eventually(async () => (await outcome.rulesInForce()).length === 2, {
    timeoutMs: waitMs,
    what: 'both in force',
  });
  written = await changePayments();
  reviewed = await reviewIt();
  continued = await goOn();
  await bus.caughtUp();
});
afterAll(async () => resources.disposeAsync());

/** Claude Code writes a file of payments, commits it and ends. Resolves with the session. */
async function changePayments(): Promise<string> {
  const { author, model } = place;
  const file = join(author.project, changed);
  const content = 'export const total = (sum: number) => Math.round(sum * 0.9);\n';
  model.learn({
    totals: [
      { tools: [{ name: 'Write', input: { file_path: file, content } }] },
      { tools: [bash('git add services && git commit --quiet -m "Round totals"')] },
      { text: 'Totals are rounded now.' },
    ],
  });
  const id = randomUUID();
  const flags = ['--session-id', id, '--allowedTools', 'Write,Bash'];
  expect((await author.run(`Round the totals. ${play('totals')}`, { flags })).status).toBe(0);
  return `claude-code:${id}`;
}

/** A runner does the item in OpenCode. Resolves with the item as it stands then. */
async function reviewIt(): Promise<Item> {
  place.reviewer.learn('totals', {
    run: ['git show HEAD'],
    say: `It rounds too early.\n\n{"verdict": "changes", "reason": "${reason}"}`,
  });
  const end = await runOnce(bus, place, 'review');
  expect([end.outcome, end.error]).toEqual(['done', undefined]);
  return (await outcome.items('review'))[0]!;
}

/** The person's next session, in the middle of which the message arrives. */
async function goOn(): Promise<typeof continued> {
  const { author, model } = place;
  // A call that goes on until the message lies ready for the next one.
  const gate = 'until [ -e go ]; do sleep 0.1; done';
  model.learn({ next: [{ tools: [bash(gate)] }, { tools: [bash('echo on')] }, { text: 'Heard.' }] });
  const id = randomUUID();
  const session = `claude-code:${id}`;
  const running = author.start(`What is next? ${play('next')}`, {
    flags: ['--session-id', id, '--allowedTools', 'Bash'],
  });
  try {
    await eventually(() => existsSync(join(bus.home, 'answers', 'waiting')), { timeoutMs: waitMs, what: 'a message' });
  } finally {
    writeFileSync(join(author.project, 'go'), '');
  }
  expect((await running.ended).status).toBe(0);
  const messages = await eventually(
    async () => {
      const found = await outcome.messages(session);
      return found.every(({ state }) => state !== 'waiting') && found;
    },
    { timeoutMs: waitMs, what: 'an end of every message' },
  );
  return { session, sent: model.servedTo(id).map(({ request }) => JSON.stringify(request)), messages };
}

test('each rule fires once, and the item is done once', async () => {
  const [firing, ...others] = await outcome.firings(review);
  const items = await outcome.items('review');
  const done = await outcome.toldOf(reviewed.id, 'work.completed');

  expect([others, items.length, done.length]).toEqual([[], 1, 1]);
  expect(reviewed).toMatchObject({
    state: 'completed',
    firing: firing!.firing,
    result: { verdict: 'changes', details: { reason } },
  });
  expect(await outcome.firings(tell)).toHaveLength(1);
});

test('the reviewer sees the change in a working tree of its own, with the hand-off and what is remembered', async () => {
  const [first = '', ...later] = place.reviewer.sent('totals');
  const reviewing = reviewed.result!.session;
  const [started] = await outcome.toldOf(reviewed.id, 'work.started');
  const folder = String(started!.folder);

  expect(reviewing).toMatch(/^opencode:/);
  expect(first).toContain(`<hookline hand-off session=\\"${written}\\"`);
  expect(first).toContain(changed);
  if (!heldOut(project, reviewing)) expect(first).toContain(lesson);
  expect(later.join()).toContain('Math.round(sum * 0.9)');
  const { cwd } = await bus.ask<{ cwd: string }>(`/v1/sessions/${encodeURIComponent(reviewing)}`);
  expect([cwd, existsSync(folder)]).toEqual([folder, false]);
  const trees = execFileSync('git', ['worktree', 'list'], { cwd: place.author.project, encoding: 'utf8' });
  expect(trees.trim().split('\n')).toHaveLength(1);
});

test('the author hears of it in the middle of the next session, once', async () => {
  const { session, sent, messages } = continued;
  expect(messages).toMatchObject([{ session, state: 'delivered' }]);
  const heard = sent.map((request) => request.split(reason).length - 1);
  expect(heard).toEqual([0, 0, 1]);
});

test('the chain goes from the prompt to the message, whichever of its firings one looks at', async () => {
  const [[first], [second]] = [await outcome.firings(review), await outcome.firings(tell)];
  const chain = await outcome.chain(second!.firing);
  const line = [chain.find(({ type }) => type === 'message')!];
  for (let of = line[0]!.of; of !== null; of = line[0]!.of) line.unshift(chain.find(({ id }) => id === of)!);

  const [reviewing, firings] = [reviewed.result!.session, [first!.firing, second!.firing]];
  expect(line.map(({ type, title, session, ref }) => [type, title.slice(0, 20), session, ref])).toEqual([
    ['prompt', 'Round the totals. Pl', written, null],
    ['event', 'session.ended', written, null],
    ['firing', review, written, firings[0]],
    ['work', 'work on queue review', null, reviewed.id],
    ['session', 'A scripted session', reviewing, null],
    ['verdict', 'changes', reviewing, reviewed.id],
    ['event', 'work.completed', null, null],
    ['firing', tell, continued.session, firings[1]],
    ['message', 'A review of earlier ', continued.session, continued.messages[0]!.message],
  ]);
  expect(chain.filter(({ position, time }) => position === null || time === null)).toEqual([]);
  const positions = line.map(({ position }) => position!);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  // What the second rule waited for besides begins a strand of its own.
  const besides = chain.filter((link) => !line.includes(link));
  expect(besides.map(({ type, session }) => [type, session])).toEqual([
    ['prompt', continued.session],
    ['event', continued.session],
  ]);
  expect(await outcome.chain(first!.firing)).toEqual(chain);
});

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

test.each<[number, BrowserContextOptions]>([
  [1280, { viewport: { width: 1280, height: 800 } }],
  [390, phone],
])('the console shows it from the prompt to the message, %i px wide', async (width, options) => {
  const [firing] = await outcome.firings(tell);
  await using browser = await startBrowser();
  const context = await browser.newContext(options);
  await using opened = new WatchedPage(context, await context.newPage());
  const { page, complaints } = opened;
  await page.goto(`${bus.url}${(await bus.post<{ path: string }>('/v1/logins', {})).path}`);
  await page.goto(`${bus.url}/rules/firings/${firing!.firing}`);

  const line = page.getByRole('list', { name: 'What led to what' }).first();
  const shown = await line.innerText();
  const places = ['Round the totals', review, 'work on queue review', 'changes', tell, 'asks for changes'].map(
    (words) => shown.indexOf(words),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  await pictured(page, `firing-${width}`);
  await line.getByText('asks for changes').scrollIntoViewIfNeeded();
  await pictured(page, `message-${width}`);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);

  await line.getByRole('link', { name: 'changes', exact: true }).click();
  await page.waitForURL(/\/sessions\/opencode.*at=\d+/);
  expect(complaints).toEqual([]);
});

/** For who wants to look: a picture of the page, in the folder that HOOKLINE_PICTURES names. */
async function pictured(page: WatchedPage['page'], name: string): Promise<void> {
  const folder = process.env.HOOKLINE_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
