import { eventually } from '@hookline/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bed } from './bed.ts';
import { asked, memorySessions, tellingSession } from './memory-story.ts';
import { phone, testSoundPages } from './sound-pages.ts';

interface Known {
  readonly id: string;
  readonly shortId: string;
  readonly kind: string;
  readonly title: string;
  readonly statement: string;
  readonly statusNow: string;
  readonly reason: string;
  readonly pinned: boolean;
}

const story = memorySessions();
const shop = 'project=github.com%2Facme%2Fshop';

let bed: Bed;
let refused: Known;
let pitfall: Known;
let command: Known;
let telling: ReturnType<typeof tellingSession>;
beforeAll(async () => {
  bed = await Bed.start();
  await bed.tell([...story.sessions.flatMap(({ events }) => events), ...story.asked]);
  refused = await known('never touch the lock file', 'rejection');
  pitfall = await known('rtk bun run', 'pitfall');
  command = await known('npm test', 'command');
  await known('beside the code', 'directive');
  telling = tellingSession(command.shortId, pitfall.shortId);
  await bed.tell(telling.events);
  await eventually(async () => ((await ask(`/v1/memory/${command.id}/why`)) as { shown: unknown[] }).shown.length > 0, {
    what: 'the memory knows where it was told',
    timeoutMs: 60_000,
  });
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

test('somebody new approves by key what a person refused, and takes it back', async () => {
  await using opened = await bed.open();
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await row(page, refused).focus();
  const chosen = page.getByRole('complementary', { name: 'The chosen memory' });
  await chosen.getByRole('heading', { name: titleOf(refused) }).waitFor();
  expect(await chosen.innerText()).toMatch(/waits for a person/);
  await chosen.getByRole('region', { name: 'Evidence' }).getByRole('link').first().waitFor();

  await page.keyboard.press('a');

  await page
    .getByRole('status')
    .filter({ hasText: `Approved: ${titleOf(refused)}` })
    .waitFor();
  await becomes(refused, { statusNow: 'active', reason: 'curated' });
  await row(page, refused).waitFor({ state: 'detached' });

  await page.keyboard.press('u');

  await becomes(refused, { statusNow: 'proposed', reason: 'needs-review' });
  await row(page, refused).waitFor();
  const { decisions } = (await ask(`/v1/memory/${refused.id}/why`)) as { decisions: { action: string }[] };
  expect(decisions.map(({ action }) => action)).toEqual(['restore', 'approve']);
  expect(opened.complaints).toEqual([]);
});

test('several are rejected at once, and come back at once', async () => {
  await using opened = await bed.open(`/memory?${shop}&kind=rejection`);
  const { page } = opened;
  await row(page, refused).focus();
  await page.keyboard.press('x');
  await page.keyboard.press('k');
  await page.keyboard.press('x');
  await page.getByText('2 memories selected').waitFor();

  await page.keyboard.press('r');

  await page.getByRole('status').filter({ hasText: 'Rejected: 2 memories' }).waitFor();
  await becomes(refused, { statusNow: 'retired', reason: 'curated' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await becomes(refused, { statusNow: 'proposed', reason: 'needs-review' });
  expect(opened.complaints).toEqual([]);
});

test('a memory is said in other words, and its page tells what was believed before', async () => {
  const directive = await known('beside the code', 'directive');
  await using opened = await bed.open(`/memory/${directive.id}`);
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: titleOf(directive) }).waitFor();
  await page.keyboard.press('e');
  await page.getByLabel('The statement').waitFor();
  await page.keyboard.type('Tests stand beside the code, as name.test.ts.');
  await page.keyboard.press('Enter');
  await becomes(directive, { statusNow: 'active', statement: 'Tests stand beside the code, as name.test.ts.' });
  await page.getByText('in a person’s words').waitFor();
  await page.getByText('Edited by').first().waitFor();

  const slider = page.getByRole('slider', { name: 'Position of the log' });
  await slider.focus();
  await page.keyboard.press('Home');

  const past = page.getByRole('region', { name: 'What did we believe then' });
  await past.getByRole('row', { name: /Statement/ }).waitFor();
  expect(await past.getByRole('row', { name: /Statement/ }).innerText()).toContain(asked);
  expect(new URL(page.url()).searchParams.get('at')).toMatch(/^\d+$/);
  expect(opened.complaints).toEqual([]);
});

test('evidence leads to the moment of its session', async () => {
  await using opened = await bed.open(`/memory/${pitfall.id}`);
  const { page } = opened;
  const evidence = page.getByRole('list', { name: 'Evidence by session' });
  await evidence.getByText('bob@example.com').waitFor();

  await evidence
    .getByRole('link', { name: /rtk bun run test/ })
    .first()
    .click();

  await page.waitForURL(/\/sessions\/claude-code%3A.*at=\d+/);
  expect(opened.complaints).toEqual([]);
});

test('it can be seen why a memory was told, and what was left out', async () => {
  await using opened = await bed.open(`/memory/${command.id}`);
  const { page } = opened;
  const times = page.getByRole('list', { name: 'Times it was told' });
  await times.getByText('At the start of a session').waitFor();

  await times.getByRole('button', { name: /31 tokens/ }).click();

  await times.getByText('<script>window.harmed = true</script>').waitFor();
  expect(await times.getByRole('list', { name: 'Left out' }).innerText()).toBe(
    `${pitfall.shortId} no room was left for it`,
  );
  expect(await page.evaluate('window.harmed')).toBeUndefined();
  expect(opened.complaints).toEqual([]);
});

test('a session says what it was told, and leads to the memory', async () => {
  await using opened = await bed.open(`/sessions/${encodeURIComponent(telling.session)}?tab=about`);
  const { page } = opened;
  const told = page.getByRole('list', { name: 'Told by memory' });
  await told.getByRole('link', { name: 'At the start of a session' }).waitFor();

  await told.getByRole('link', { name: command.title }).click();

  await page.waitForURL(new RegExp(`/memory/${command.id}`));
  expect(opened.complaints).toEqual([]);
});

test('what people and tools wrote is text', async () => {
  await using opened = await bed.open(`/memory?${shop}&q=never+again`);
  const { page } = opened;
  await page.getByRole('list', { name: 'Memories: To review' }).getByText('never again').first().waitFor();
  await page.getByRole('complementary', { name: 'The chosen memory' }).getByText('Evidence').waitFor();

  expect(await page.evaluate('window.harmed')).toBeUndefined();
  expect(await page.locator('main img').count()).toBe(0);
  expect(opened.complaints).toEqual([]);
});

test('the list goes back to any position of the log', async () => {
  await using opened = await bed.open(`/memory?${shop}&status=active`);
  const { page } = opened;
  await row(page, command).waitFor();

  await page.getByRole('button', { name: 'What did we believe then' }).click();
  const slider = page.getByRole('slider', { name: /What was believed at position/ });
  await slider.focus();
  await page.keyboard.press('Home');

  await row(page, command).waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('at')).toBe('1');
  await page.getByRole('button', { name: 'Back to now' }).click();
  await row(page, command).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('what a session brought in is revoked, after it was seen what that changes, and counts again', async () => {
  const { session } = story.sessions[0]!;
  await using opened = await bed.open(`/memory/audit?session=${encodeURIComponent(session)}`);
  const { page } = opened;
  const preview = page.getByRole('region', { name: 'What it changes' });
  const change = preview.getByRole('listitem').filter({ hasText: titleOf(refused) });
  await change.waitFor();
  expect(await change.innerText()).toMatch(/gone$/);

  await preview.getByLabel('Why it is revoked').fill('it was an experiment');
  await preview.getByRole('button', { name: 'Revoke it' }).click();

  const revocations = page.getByRole('list', { name: 'Revocations' });
  await revocations.getByText('it was an experiment').waitFor();
  await eventually(async () => (await listed()).every(({ id }) => id !== refused.id), {
    what: 'the memory is gone',
    timeoutMs: 30_000,
  });
  await revocations.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Nothing is revoked.').waitFor();
  await becomes(refused, { statusNow: 'proposed' });
  expect(opened.complaints).toEqual([]);
});

test('few sessions are not made into an answer', async () => {
  await using opened = await bed.open('/memory/report');
  const { page } = opened;
  await page.getByText('1 session told, 0 sessions held out').waitFor();

  expect(await page.getByText('Too few to tell', { exact: true }).count()).toBe(5);
  expect(await page.getByRole('region', { name: 'Injections by surface' }).innerText()).toContain(
    'At the start of a session',
  );
  expect(opened.complaints).toEqual([]);
});

test('a project’s memory can be taken along as a block of its AGENTS.md', async () => {
  await using opened = await bed.open(`/memory/skills?${shop}`);
  const { page } = opened;
  const block = page.getByRole('region', { name: 'AGENTS.md' }).last();
  await block.getByText('npm test').waitFor();

  expect(await page.getByRole('link', { name: 'Download' }).last().getAttribute('download')).toBe('AGENTS.md');
  expect(opened.complaints).toEqual([]);
});

testSoundPages(
  () => bed,
  () => [
    { path: '/memory', ready: titleOf(refused) },
    { path: `/memory?${shop}&status=active`, ready: 'npm test' },
    { path: `/memory/${pitfall.id}`, ready: 'Evidence' },
    { path: `/memory/${command.id}`, ready: 'At the start of a session' },
    { path: '/memory/report', ready: 'Told against held out' },
    { path: `/memory/audit?session=${encodeURIComponent(story.sessions[0]!.session)}`, ready: 'would change' },
    { path: `/memory/skills?${shop}`, ready: 'AGENTS.md' },
  ],
);

test('on a phone a tap opens a memory, and it is decided there', async () => {
  await using opened = await bed.open(`/memory?${shop}`, phone);
  const { page } = opened;
  await row(page, refused).tap();
  await page.getByRole('heading', { level: 1, name: titleOf(refused) }).waitFor();
  await page.getByRole('button', { name: /^Pin/ }).tap();
  await becomes(refused, { pinned: true });
  await page.getByRole('button', { name: 'Undo' }).tap();
  await becomes(refused, { pinned: false, statusNow: 'proposed' });
  expect(opened.complaints).toEqual([]);
});

const row = (page: Page, memory: Known) =>
  page
    .getByRole('list', { name: /^Memories/ })
    .getByRole('link')
    .filter({ hasText: titleOf(memory) })
    .first();

/** As pages show it. */
const titleOf = ({ title }: Known) => title.replaceAll('`', '');

async function ask(path: string): Promise<unknown> {
  return await bed.client.request('GET', path);
}

async function listed(): Promise<readonly Known[]> {
  return ((await ask('/v1/memory?limit=500')) as { memories: Known[] }).memories;
}

/** The memory of a kind whose statement has these words, as soon as it was derived. */
async function known(words: string, kind: string): Promise<Known> {
  return await eventually(
    async () => (await listed()).find((one) => one.kind === kind && one.statement.includes(words)),
    { what: `a ${kind} that says ${words}`, timeoutMs: 60_000 },
  );
}

/** Waits until the bus tells the memory so. */
async function becomes({ id }: Known, wanted: Partial<Known>): Promise<void> {
  await eventually(
    async () => {
      const memory = (await listed()).find((one) => one.id === id);
      return memory && Object.entries(wanted).every(([name, value]) => memory[name as keyof Known] === value);
    },
    { what: `${id} to become ${JSON.stringify(wanted)}`, timeoutMs: 30_000 },
  );
}
