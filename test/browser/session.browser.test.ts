import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bed } from './bed.ts';
import { bigSession } from './big-session.ts';
import { findingsInBoth, phone, testSoundPages } from './sound-pages.ts';
import { hostileText, longSession, workingSession } from './stories.ts';
import type { Story } from './story.ts';

const working = workingSession();
const big = bigSession(1_500, 'middling');
const pathOf = ({ session }: { session: string }, search = '') => `/sessions/${encodeURIComponent(session)}${search}`;
const option = (page: Page, text: string) => page.getByRole('option').filter({ hasText: text });
const strip = (page: Page) => page.getByRole('slider', { name: 'Moment of the session' });
const fact = (page: Page, name: string) =>
  page.locator('header dl > div').filter({ hasText: name }).locator('dd').innerText();
const momentIn = async (page: Page) => Number(await strip(page).getAttribute('aria-valuenow'));
const at = (page: Page) => new URL(page.url()).searchParams.get('at');

let bed: Bed;
beforeAll(async () => {
  bed = await Bed.start();
  await bed.tell([...working.events, ...big.events]);
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

/** The position of the event of one kind that speaks of a call. */
async function positionOf(story: Story, kind: string, call: string): Promise<number> {
  const index = story.events.findIndex(
    ({ type, data }) => type.includes(`.${kind}.`) && (data as { call?: string }).call === call,
  );
  const { events } = (await bed.client.request(
    'GET',
    `/v1/sessions/${encodeURIComponent(story.session)}/events?limit=2000`,
  )) as { events: { position: number; event: { id: string } }[] };
  return events.find(({ event }) => event.id === story.events[index]!.id)!.position;
}

describe('the cursor', () => {
  test('shows the session as it was: what ran, what came later, what was counted', async () => {
    const during = await positionOf(working, 'tool.started', 'bash1');
    await using opened = await bed.open(pathOf(working, `?at=${during}`));
    const { page } = opened;
    await option(page, 'npm test -- cart').waitFor();

    expect(await option(page, 'npm test -- cart').getAttribute('data-standing')).toBe('going');
    expect(await option(page, 'npm test -- cart').innerText()).not.toContain('exit 1');
    expect(await option(page, 'total.ts').last().getAttribute('data-standing')).toBe('later');
    expect(await fact(page, 'call')).toBe('3');
    expect(await fact(page, 'failed')).toBe('0');
    expect(await fact(page, 'file')).toBe('0');
    expect(await page.getByRole('region', { name: 'Overview' }).innerText()).toContain('Running then');
    await page.keyboard.press('End');
    await expect.poll(() => fact(page, 'failed')).toBe('2');
    await expect.poll(() => at(page)).toBe(null);
    expect(opened.complaints).toEqual([]);
  });

  test('an entry that ran at the cursor has no output there, and a way to its end', async () => {
    const during = await positionOf(working, 'tool.started', 'bash1');
    await using opened = await bed.open(pathOf(working, `?at=${during}&entry=bash1`));
    const { page } = opened;
    const entry = page.getByRole('region', { name: 'Entry' });
    await entry.getByText('This still ran at the cursor.').waitFor();
    await entry.getByRole('heading', { name: 'Input' }).waitFor();
    expect(await entry.getByText('expected 30').count()).toBe(0);

    await entry.getByRole('button', { name: 'Go to its end' }).click();

    await entry.getByText('expected 30').waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('is stepped by key through events, turns and failures, and listed in the help', async () => {
    await using opened = await bed.open(pathOf(big));
    const { page } = opened;
    await strip(page).waitFor();
    await page.keyboard.press('Home');
    await expect.poll(() => momentIn(page)).toBe(1);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('.');
    await expect.poll(() => momentIn(page)).toBe(3);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => momentIn(page)).toBe(2);
    await page.keyboard.press('>');
    await expect.poll(() => strip(page).getAttribute('aria-valuetext')).toContain('turn 2');
    await page.keyboard.press('N');
    const failure = await momentIn(page);
    await page.keyboard.press('N');
    await expect.poll(() => momentIn(page)).toBeGreaterThan(failure);
    await page.keyboard.press('P');
    await expect.poll(() => momentIn(page)).toBe(failure);

    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard' });
    await help.waitFor();
    expect(await help.innerText()).toMatch(/Play, pause[\s\S]*To the next failure/);
    expect(opened.complaints).toEqual([]);
  });

  test('plays on by itself, stops when told, and ends at the end', async () => {
    await using opened = await bed.open(pathOf(big));
    const { page } = opened;
    await strip(page).waitFor();
    await page.getByLabel('Speed').selectOption('60');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect.poll(() => momentIn(page), { timeout: 20_000 }).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await momentIn(page);
    await page.getByRole('button', { name: 'Play' }).waitFor();
    expect(await momentIn(page)).toBe(paused);

    await page.goto(`${bed.bus.url}${pathOf(working)}`);
    await strip(page).waitFor();
    const last = Number(await strip(page).getAttribute('aria-valuemax'));
    await page.keyboard.press('Home');
    for (let step = 0; step < last - 2; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Live' }).waitFor({ timeout: 20_000 });
    expect(opened.complaints).toEqual([]);
  });

  test('is dragged and clicked on the strip, and comes back from its URL', async () => {
    await using opened = await bed.open(pathOf(big));
    const { page } = opened;
    const box = (await strip(page).boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.2, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 30, { steps: 5 });
    await page.mouse.up();
    // The URL is written now and then while the cursor moves: it is read when it stands still.
    let before: string | null = null;
    const standsStill = async () => {
      const last = before;
      before = await at(page);
      return before !== null && before === last;
    };
    await expect.poll(standsStill, { interval: 500, timeout: 20_000 }).toBe(true);
    const moment = await momentIn(page);
    expect(moment).toBeGreaterThan(100);
    await expect.poll(() => page.locator('[role="option"][data-now="true"]').count()).toBe(1);
    const calls = await fact(page, 'calls');

    await page.reload();
    await strip(page).waitFor();
    await expect.poll(() => momentIn(page)).toBe(moment);
    expect(await fact(page, 'calls')).toBe(calls);
    await page.getByRole('button', { name: /^Back to/ }).click();
    await expect.poll(() => at(page)).toBe(null);
    expect(opened.complaints).toEqual([]);
  });
});

describe('a live session', () => {
  test('does not pull a cursor along, and follows again when told', async () => {
    const story = longSession(20, 'watched');
    await bed.tell(story.wait(50 * 60_000).prompt('Work that goes on').events);
    await using opened = await bed.open(pathOf(story));
    const { page } = opened;
    await option(page, 'Work that goes on').waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.getByRole('button', { name: 'Back to live' }).waitFor();
    const moment = await momentIn(page);

    await bed.tell(story.say('News that nobody waited for').events);
    await expect.poll(() => strip(page).getAttribute('aria-valuemax')).toBe(String(story.events.length));
    expect(await momentIn(page)).toBe(moment);

    await page.getByRole('button', { name: 'Back to live' }).click();
    await option(page, 'News that nobody waited for').waitFor();
    expect(await momentIn(page)).toBe(story.events.length);
    expect(opened.complaints).toEqual([]);
  });
});

describe('panels', () => {
  test('the files are those of the cursor', async () => {
    const before = await positionOf(working, 'tool.started', 'write1');
    await using opened = await bed.open(pathOf(working, `?tab=files&at=${before}`));
    const { page } = opened;
    const files = page.getByRole('navigation', { name: 'Files' });
    await files.getByRole('button', { name: 'src/cart/total.ts' }).waitFor();
    expect(await files.getByRole('button', { name: 'total.test.ts' }).count()).toBe(0);

    await page.keyboard.press('End');

    await files.getByRole('button', { name: 'src/cart/total.test.ts' }).click();
    await page.getByRole('region', { name: 'Changes of src/cart/total.test.ts' }).waitFor();
    expect(opened.complaints.filter((complaint) => !complaint.includes('status of 4'))).toEqual([]);
  });

  test('the plan and the agents are those of the cursor', async () => {
    const before = await positionOf(working, 'tool.started', 'task1');
    await using opened = await bed.open(pathOf(working, `?tab=plan&at=${before}`));
    const { page } = opened;
    await page.getByText('Fix the sum').waitFor();

    await page.keyboard.press('4');
    await page.getByText('No subagent was started yet').waitFor();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Explore' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('hands off from the cursor as Markdown that stays text', async () => {
    const hostile = await positionOf(working, 'tool.finished', 'hostile');
    await using opened = await bed.open(pathOf(working, `?at=${hostile}`));
    const { page } = opened;
    await strip(page).waitFor();

    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog', { name: 'Hand off from here' });
    await dialog.getByRole('link', { name: 'Download' }).waitFor();

    expect(await dialog.innerText()).toContain('The cart shows a wrong total');
    expect(await dialog.locator('img, script').count()).toBe(0);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(opened.complaints).toEqual([]);
  });

  test('makes a link that shows the session without signing in', async () => {
    await using opened = await bed.open(pathOf(working));
    const { page } = opened;
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share this session' });
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const address = await dialog.locator('code').innerText();

    expect((await fetch(address)).status).toBe(200);
    expect(opened.complaints).toEqual([]);
  });

  test('what agents and tools wrote is text wherever it stands', async () => {
    const story = longSession(2, 'hostile')
      .prompt(hostileText)
      .call(
        { id: 'hostile-call', tool: hostileText, effects: [], input: { command: hostileText } },
        { error: hostileText, tookMs: 10 },
      )
      .say(hostileText);
    await bed.tell(story.events);
    await using opened = await bed.open(pathOf(story, '?entry=hostile-call'));
    const { page } = opened;
    await option(page, hostileText).first().waitFor();
    await strip(page).hover();

    expect(await page.evaluate("'harmed' in window")).toBe(false);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(opened.complaints).toEqual([]);
  });
});

describe('at 390 px', () => {
  test('the strip stays over an open entry, is moved by finger and button, and nothing scrolls sideways', async () => {
    await using opened = await bed.open(pathOf(working, '?entry=bash1'), {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    const { page } = opened;
    await page.getByRole('region', { name: 'Entry' }).waitFor();
    const last = await momentIn(page);
    await page.getByRole('button', { name: 'Event before' }).tap();
    await expect.poll(() => momentIn(page)).toBe(last - 1);
    const box = (await strip(page).boundingBox())!;
    await page.touchscreen.tap(box.x + 20, box.y + 20);
    await expect.poll(() => momentIn(page)).toBeLessThan(last - 1);

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(opened.complaints).toEqual([]);
  });
});

testSoundPages(
  () => bed,
  async () => {
    const during = await positionOf(working, 'tool.started', 'bash1');
    const ready = async (page: Page) => {
      await strip(page).waitFor();
      await expect.poll(() => page.locator('[role="tabpanel"]').innerText()).not.toBe('');
    };
    return ['', `?at=${during}`, `?at=${during}&entry=edit1`, '?tab=plan', '?tab=files'].map((search) => ({
      path: pathOf(working, search),
      ready,
    }));
  },
);

for (const screen of [{ viewport: { width: 1280, height: 844 } }, phone]) {
  test(`axe finds nothing serious in the dialogs at ${screen.viewport.width} px`, async () => {
    const during = await positionOf(working, 'tool.started', 'bash1');
    await using opened = await bed.open(pathOf(working, `?at=${during}`), { ...screen, bypassCSP: true });
    const { page } = opened;
    const found: string[] = [];
    for (const name of ['Hand off', 'Share']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      found.push(...(await findingsInBoth(page)).map((finding) => `${name}: ${finding}`));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    expect(found).toEqual([]);
  });
}
