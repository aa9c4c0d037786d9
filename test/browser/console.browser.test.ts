import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bed } from './bed.ts';
import { findingsInBoth, phone, testSoundPages } from './sound-pages.ts';
import { endedSession, hostileText, longOutput, longSession, waitingSession, workingSession } from './stories.ts';

const working = workingSession();
const waiting = waitingSession();
const lengthy = longSession(80);
const pathOf = ({ session }: { session: string }, search = '') => `/sessions/${encodeURIComponent(session)}${search}`;
const option = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text });
const selectedLine = (page: Page) => page.getByRole('listbox').getByRole('option', { selected: true });
const entryTitle = (page: Page) => page.getByRole('region', { name: 'Entry' }).getByRole('heading', { level: 2 });

let bed: Bed;
let firstGreeting = '';
beforeAll(async () => {
  bed = await Bed.start();
  await using opened = await bed.open();
  await opened.page.getByRole('heading', { name: 'No sessions yet' }).waitFor();
  firstGreeting = await opened.page.getByRole('main').innerText();
  await bed.tell([working, waiting, endedSession(), lengthy].flatMap(({ events }) => events));
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

test('the status says how every part is and how completely harnesses were seen', async () => {
  await using opened = await bed.open('/', { ...phone, bypassCSP: true });
  const { page } = opened;
  await page.getByRole('link', { name: 'Status' }).click();
  await page.getByRole('heading', { name: 'Completeness' }).waitFor();

  expect(await page.getByRole('listitem').filter({ hasText: 'gateway' }).innerText()).toContain('Well');
  expect(await page.getByRole('row').filter({ hasText: 'claude-code' }).count()).toBeGreaterThan(0);
  expect(await findingsInBoth(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  expect(opened.complaints).toEqual([]);
});

describe('signing in', () => {
  test('a browser that is not signed in is told how to get in, and sees nothing', async () => {
    await using opened = await bed.open(pathOf(working), { signedIn: false });
    const { page } = opened;

    await page.getByRole('heading', { name: 'This browser is not signed in' }).waitFor();

    expect(await page.getByText('hookline console').isVisible()).toBe(true);
    expect(await page.getByText('cart shows a wrong total').count()).toBe(0);
  });

  test('a login link lets a browser in once', async () => {
    const link = await bed.loginLink();
    await using first = await bed.open('/', { signedIn: false });
    await first.page.goto(link);
    await first.page.getByRole('heading', { name: 'Now' }).waitFor();

    await using second = await bed.open('/', { signedIn: false });
    const answer = await second.page.goto(link);

    expect(answer?.status()).toBe(403);
  });
});

describe('the list of sessions', () => {
  test('says what to type next as long as there are none', () => {
    expect(firstGreeting).toContain('hookline install');
    expect(firstGreeting).toContain('npm run demo');
  });

  test('puts who waits for a person first, then what runs, and what is over last', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    await page.locator('[data-row]').first().waitFor();

    const states = await page.locator('tbody tr td:first-child').allInnerTexts();

    expect(states.map((state) => state.trim())).toEqual(['Needs you', 'Running', 'Idle', 'Ended']);
    expect(await page.getByText('Asks whether Bash may run').isVisible()).toBe(true);
    expect(await page.getByRole('row').filter({ hasText: 'wrong total' }).innerText()).toMatch(
      /2 failed[\s\S]*\$0\.42/,
    );
    expect(opened.complaints).toEqual([]);
  });

  test('keeps its filters in the URL', async () => {
    await using opened = await bed.open('/?state=waiting');
    const { page } = opened;
    await page.getByRole('link', { name: 'Apply the migration' }).waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);

    await page.getByLabel('State').selectOption('');
    await page.getByLabel('Filter sessions').fill('cart wrong');
    await page.waitForURL(/q=cart/);

    await page.reload();
    await page.getByRole('link', { name: 'The cart shows' }).waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);
  });

  test('shows a new session and what changes of one without a reload', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    await page.locator('[data-row]').first().waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();
    const story = longSession(1, 'newcomer');

    await bed.tell(story.events);
    const row = page.getByRole('row').filter({ hasText: 'Step 1 of the newcomer work' });
    await row.filter({ hasText: 'Idle' }).waitFor();

    await bed.tell(story.tell('session.ended', { reason: 'exit' }).events);
    await row.filter({ hasText: 'Ended' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });
});

describe('a session', () => {
  test('opens with its time line, its facts and its plan', async () => {
    await using opened = await bed.open();
    const { page } = opened;

    await page.getByRole('link', { name: 'The cart shows' }).click();

    await option(page, 'npm test -- cart').waitFor();
    expect(await option(page, 'npm test -- cart').innerText()).toMatch(/failed[\s\S]*exit 1[\s\S]*5\.4 s/);
    expect(await option(page, 'rm -rf dist').innerText()).toContain('denied');
    expect(await option(page, 'Only the cart').innerText()).toContain('Explore');
    expect(await page.getByRole('region', { name: 'Overview' }).innerText()).toContain('Fix the sum');
    expect(opened.complaints).toEqual([]);
  });

  test('is walked through with the keyboard alone', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    await page.locator('[data-row]').first().waitFor();

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await option(page, 'npm test -- cart').waitFor();
    await page.keyboard.press('n');
    await expect.poll(() => entryTitle(page).innerText()).toBe('Bash');
    expect(new URL(page.url()).searchParams.get('entry')).toBe('bash1');
    await page.keyboard.press('j');
    await expect.poll(() => entryTitle(page).innerText()).toBe('Edit');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toBe('Entry');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Overview' }).waitFor();
    await page.keyboard.press('2');
    await page.getByRole('navigation', { name: 'Files' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Now' }).waitFor();

    expect(opened.complaints).toEqual([]);
  });

  test('shows the diff of an edit at its call and among the files', async () => {
    await using opened = await bed.open(pathOf(working, '?entry=edit1'));
    const { page } = opened;
    const atCall = page.getByRole('region', { name: 'Changes of src/cart/total.ts' });
    await atCall.waitFor();
    expect(await atCall.locator('.diff-code-insert').count()).toBe(5);
    expect(await atCall.locator('.diff-code-delete').count()).toBe(3);

    await page.getByRole('tab', { name: 'Files' }).click();
    await page.getByRole('button', { name: 'src/cart/total.ts' }).click();

    const amongFiles = page.getByRole('region', { name: 'Changes of src/cart/total.ts' });
    await amongFiles.waitFor();
    expect(await amongFiles.innerText()).toContain('lines.reduce');
    expect(opened.complaints).toEqual([]);
  });

  test('fetches an output that was too long for its event when it is asked for', async () => {
    await using opened = await bed.open(pathOf(working, '?entry=long'));
    const { page } = opened;
    const load = page.getByRole('button', { name: 'Load all' });
    await load.waitFor();
    expect(await page.getByText('line 4500 of the long output').count()).toBe(0);

    await load.click();

    const whole = page.getByRole('region', { name: 'Output stdout', exact: true });
    await whole.waitFor();
    expect((await whole.locator('pre').textContent())?.length).toBe(longOutput.length);
    expect(opened.complaints).toEqual([]);
  });

  test('shows what a tool printed as text, never as markup', async () => {
    await using opened = await bed.open(pathOf(working, '?entry=hostile'));
    const { page } = opened;

    await page.getByText(hostileText).waitFor();

    expect(await page.evaluate("'harmed' in window")).toBe(false);
    expect(await page.locator('article img, article script').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });

  test('comes back from its URL with tab, selection and filters', async () => {
    await using opened = await bed.open(pathOf(working, '?show=problems&entry=denied1'));
    const { page } = opened;
    await entryTitle(page).waitFor();

    expect(await page.getByLabel('Show').inputValue()).toBe('problems');
    expect(await selectedLine(page).innerText()).toContain('rm -rf dist');
    expect(await option(page, 'src/cart/total.ts').count()).toBe(0);

    await page.goto(`${bed.bus.url}${pathOf(working, '?tab=agents')}`);
    await page.getByRole('button', { name: 'Explore' }).click();
    await expect.poll(() => entryTitle(page).innerText()).toBe('Agent Explore');
    await page.goBack();
    await page.getByRole('button', { name: 'Explore' }).waitFor();
  });

  test('draws only the lines in sight of a long time line, and finds any of them', async () => {
    await using opened = await bed.open(pathOf(lengthy));
    const { page } = opened;
    await option(page, 'Step 1 of').waitFor();
    expect(await page.getByRole('option').count()).toBeLessThan(80);

    await page.goto(`${bed.bus.url}${pathOf(lengthy, '?entry=step70b')}`);

    await selectedLine(page).waitFor();
    expect(await selectedLine(page).innerText()).toContain('make part-b');
    expect(opened.complaints).toEqual([]);
  });

  test('follows a live session until the reader scrolls away', async () => {
    const story = longSession(20, 'followed');
    await bed.tell(story.wait(50 * 60_000).prompt('Work that goes on').events);
    await using opened = await bed.open(pathOf(story));
    const { page } = opened;
    await option(page, 'Work that goes on').waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();

    await bed.tell(story.say('First news').events);
    await option(page, 'First news').waitFor();
    await page.getByRole('listbox').hover();
    await page.mouse.wheel(0, -4000);
    await page.getByRole('button', { name: 'Follow' }).waitFor();
    await bed.tell(story.say('Second news').events);

    await page.getByRole('button', { name: '1 new entry' }).click();
    await option(page, 'Second news').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('names the turn that the lines in sight belong to', async () => {
    await using opened = await bed.open(pathOf(lengthy, '?entry=step70c'));
    const { page } = opened;
    await selectedLine(page).waitFor();
    await page.getByRole('listbox').hover();
    await page.mouse.wheel(0, -400);

    const bar = page.getByRole('region', { name: 'Time line' }).getByRole('button', { name: /^Turn \d+/ });
    await bar.waitFor();
    const turn = (await bar.innerText()).split('\n')[0]!;
    await bar.click();

    await bar.filter({ hasText: turn }).waitFor({ state: 'detached' });
    await option(page, turn).first().waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('on a narrow screen gives an open entry the whole page, and goes on from there', async () => {
    await using opened = await bed.open(pathOf(working, '?entry=bash1'), { viewport: { width: 390, height: 844 } });
    const { page } = opened;
    await expect.poll(() => entryTitle(page).innerText()).toBe('Bash');
    expect(await page.getByRole('tab', { name: 'Time line' }).isVisible()).toBe(false);

    await page.getByRole('button', { name: 'Next entry' }).click();
    await expect.poll(() => entryTitle(page).innerText()).toBe('Edit');
    await page.getByRole('button', { name: 'Close the entry' }).click();

    await page.getByRole('tab', { name: 'About' }).click();
    await page.getByText('Fix the sum').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('says so when its time line cannot be had, and asks again when told', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    const refused = { error: { code: 'invalid', message: 'the outline is not to be had' } };
    await page.route('**/outline*', (route) => route.fulfill({ status: 400, json: refused }));
    await page.goto(`${bed.bus.url}${pathOf(working)}`);
    await page.getByRole('heading', { name: 'The outline is not to be had' }).waitFor();

    await page.unroute('**/outline*');
    await page.getByRole('button', { name: 'Try again' }).click();

    await option(page, 'npm test -- cart').waitFor();
  });

  test('that does not exist is said to be unknown, with what to do', async () => {
    await using opened = await bed.open('/sessions/claude-code%3Anobody-knows-it');

    await opened.page.getByRole('alert').waitFor();

    expect(await opened.page.getByRole('alert').innerText()).toContain('nobody-knows-it');
    await opened.page.getByRole('link', { name: 'All sessions' }).click();
    await opened.page.getByRole('heading', { name: 'Now' }).waitFor();
  });
});

const bodyOf = 'last event';
testSoundPages(
  () => bed,
  () => [
    { path: '/', ready: 'Apply the migration' },
    { path: pathOf(working), ready: bodyOf },
    { path: pathOf(working, '?entry=edit1'), ready: (page) => entryTitle(page).waitFor() },
    { path: pathOf(working, '?entry=bash1'), ready: (page) => entryTitle(page).waitFor() },
    ...['files', 'agents', 'usage', 'about'].map((tab) => ({ path: pathOf(working, `?tab=${tab}`), ready: bodyOf })),
    { path: pathOf(lengthy, '?tab=about'), ready: bodyOf },
  ],
);
