import { eventually } from '@hookline/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bed } from './bed.ts';
import {
  crowdedSessions,
  failingSessions,
  priceAfter,
  priceBefore,
  pricingSession,
  pullRequestStories,
  rivalSession,
} from './pages-stories.ts';
import { phone, testSoundPages } from './sound-pages.ts';
import { waitingSession } from './stories.ts';

const pricing = pricingSession();
const rival = rivalSession();
const [ada, bob] = crowdedSessions();
const pulls = pullRequestStories();
const menu = (page: Page) => page.getByRole('navigation', { name: 'Pages' });
const addressOf = (page: Page) => new URL(page.url());

let bed: Bed;
beforeAll(async () => {
  bed = await Bed.start();
  const stories = [pricing, rival, ada, bob, waitingSession(), ...failingSessions(), ...pulls.sessions];
  await bed.tell([...stories.flatMap(({ events }) => events), ...pulls.told]);
  for (const words of ['decimals', 'unused variable']) {
    await eventually(async () => (await resultsOf(words)) === 2, {
      what: `the search index has the sessions with ${words}`,
      timeoutMs: 60_000,
    });
  }
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

describe('somebody new, with nothing but the console', () => {
  test('finds which command failed most this week, and in whose sessions', async () => {
    await using opened = await bed.open();
    const { page } = opened;

    await menu(page).getByRole('link', { name: 'Search' }).click();
    await page.getByRole('link', { name: 'What failed most' }).click();
    const most = page.getByRole('list', { name: 'What failed most' }).getByRole('button').first();
    await most.waitFor();

    expect(await most.innerText()).toMatch(/make lint[\s\S]*ada@example.com 4, bob@example.com 3[\s\S]*7 of 7 runs/);
    expect(await page.getByText('make docs').count()).toBe(0);
    await most.click();
    await page.getByRole('link', { name: 'Lint the invoices' }).first().click();
    await page.waitForURL(/\/sessions\/codex%3Alint-bob.*at=\d+/);
    expect(opened.complaints).toEqual([]);
  });

  test('finds what a file looked like when a session ran the tests', async () => {
    await using opened = await bed.open();
    const { page } = opened;

    await menu(page).getByRole('link', { name: 'Files' }).click();
    await page.getByLabel('Part of the path').fill('price.ts');
    await page.waitForURL(/q=price/);
    await page.getByRole('list', { name: 'Files' }).getByRole('link').filter({ hasText: 'price.ts' }).last().click();
    await page
      .getByRole('button', { name: 'Show prices with two decimals' })
      .filter({ hasText: 'claude-code' })
      .click();
    await page.getByRole('button', { name: 'npm test -- price' }).click();

    const then = page.getByRole('region', { name: 'The file at this moment' });
    await then.getByText('toFixed(1)').waitFor();
    expect(await then.innerText()).toContain('when npm test -- price was run');
    expect(await then.getByText('toFixed(2)').count()).toBe(0);
    expect(addressOf(page).searchParams.get('at')).toMatch(/^\d+$/);
    expect(opened.complaints).toEqual([]);
  });

  test('finds which harness was cheaper per merged pull request', async () => {
    await using opened = await bed.open();
    const { page } = opened;

    await menu(page).getByRole('link', { name: 'Costs' }).click();
    await page.getByRole('link', { name: 'Per merged pull request' }).click();
    await page.getByText('was cheapest').waitFor();

    expect(await page.getByText('was cheapest').innerText()).toMatch(
      /^codex was cheapest: \$1\.40.*claude-code \$4\.15/,
    );
    const rows = page.getByRole('region', { name: 'Outcomes per harness' }).getByRole('row');
    expect(await rows.filter({ hasText: 'gemini-cli' }).innerText()).toContain('unknown: the cost is not known');
    expect(await rows.filter({ hasText: 'codex' }).innerText()).toContain('67%');
    expect(opened.complaints).toEqual([]);
  });
});

describe('now', () => {
  test('says what runs, what is waited for, and who is in the same file', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    const row = page.getByRole('row').filter({ hasText: 'Work of ada on the shipping' }).first();
    await row.getByText('npm run e2e').waitFor();

    expect(await row.innerText()).toMatch(
      /Running[\s\S]*src\/\s*shipping\.ts[\s\S]*is also written by[\s\S]*Work of bob/,
    );
    expect(await page.getByRole('row').filter({ hasText: 'Apply the migration' }).innerText()).toMatch(
      /Asks whether Bash may run[\s\S]*terraform apply/,
    );
    await row.getByRole('link', { name: 'Work of bob on the shipping' }).click();
    await page.waitForURL(/\/sessions\/codex%3Aship-bob/);
    expect(opened.complaints).toEqual([]);
  });

  test('is narrowed to a person by the URL, and back', async () => {
    await using opened = await bed.open('/?actor=bob@example.com&harness=codex');
    const { page } = opened;
    await page.getByRole('link', { name: 'Work of bob on the shipping' }).first().waitFor();
    expect(await page.locator('[data-row]').filter({ hasText: 'Apply the migration' }).count()).toBe(0);

    await page.getByLabel('Person').selectOption('');
    await page.getByLabel('Harness').selectOption('');

    await page.getByRole('link', { name: 'Apply the migration' }).waitFor();
    expect(addressOf(page).search).toBe('');
  });

  test('hears of the end of a command without a reload', async () => {
    await using opened = await bed.open();
    const { page } = opened;
    const row = page.getByRole('row').filter({ hasText: 'Work of ada on the shipping' }).first();
    await row.getByText('npm run e2e').waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();

    const end = ada.tell('tool.finished', {
      call: 'e2e',
      nativeCall: 'toolu_e2e',
      tool: 'Bash',
      effects: [],
      outcome: 'ok',
      exitCode: 0,
    });
    await bed.tell(end.events.slice(-1));

    await row.getByText('The model is at work').waitFor();
    expect(opened.complaints).toEqual([]);
  });
});

describe('search', () => {
  test('finds by words and leads to the event', async () => {
    await using opened = await bed.open('/search');
    const { page } = opened;
    await page.getByRole('region', { name: 'What one can ask for' }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('unused variable');
    await page.keyboard.press('Enter');
    await page.getByRole('list', { name: 'Results' }).locator('mark').first().waitFor();
    expect(addressOf(page).searchParams.get('q')).toBe('unused variable');

    await page.keyboard.press('Escape');
    await page.goto(`${bed.bus.url}/search?q=unused+variable&actor=bob@example.com`);
    await page.getByRole('list', { name: 'Results' }).locator('mark').first().click();

    await page.waitForURL(/\/sessions\/codex%3Alint-bob.*at=\d+/);
    expect(opened.complaints).toEqual([]);
  });

  test('keeps a search under a name, and forgets it', async () => {
    await using opened = await bed.open('/search?q=decimals');
    const { page } = opened;
    await page.getByRole('button', { name: 'Save this search' }).click();
    await page.getByLabel('Name of the search').fill('Money');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Money', exact: true }).waitFor();

    await page.goto(`${bed.bus.url}/search`);
    await page.getByRole('button', { name: 'Money', exact: true }).click();
    await page.waitForURL(/q=decimals/);
    await page.getByRole('button', { name: 'Forget the search Money' }).click();
    await page.getByRole('button', { name: 'Save this search' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('says that nothing was found, and how to go on', async () => {
    await using opened = await bed.open('/search?q=zzyzxquux');
    await opened.page.getByRole('heading', { name: 'Nothing was found' }).waitFor();
    await opened.page.getByRole('button', { name: 'Begin again' }).click();
    await opened.page.getByRole('region', { name: 'What one can ask for' }).waitFor();
  });

  test('counts failures by error too, and keeps what is open in the URL', async () => {
    await using opened = await bed.open('/search/failures?since=all');
    const { page } = opened;
    const docs = page.getByRole('button', { name: 'make docs' });
    await docs.click();
    await page.getByRole('link', { name: 'Build the docs' }).first().waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Build the docs' }).first().waitFor();

    await page.getByLabel('Count by').selectOption('error');

    await page
      .getByRole('button', { name: /unused variable/ })
      .first()
      .waitFor();
    expect(addressOf(page).searchParams.get('by')).toBe('error');
    expect(opened.complaints).toEqual([]);
  });
});

describe('a file', () => {
  test('is followed through its moments by key', async () => {
    const where = `/files/history?project=github.com/acme/shop&path=${encodeURIComponent('/home/ada/shop/src/price.ts')}`;
    await using opened = await bed.open(`${where}&session=${encodeURIComponent(pricing.session)}`);
    const { page } = opened;
    const then = page.getByRole('region', { name: 'The file at this moment' });
    await then.getByText('edited').waitFor();
    expect(await then.locator('.diff-code-insert').innerText()).toContain(priceAfter.split('\n')[1]);
    await page.getByRole('button', { name: 'npm test -- price' }).waitFor();

    await page.keyboard.press('ArrowLeft');
    await then.getByText('when npm test -- price was run').waitFor();
    await then.getByText(priceBefore.split('\n')[1]!.trim()).waitFor();
    await page.keyboard.press('ArrowLeft');

    await then.getByText('created').waitFor();
    await then.getByRole('link', { name: 'Open the session here' }).click();
    await page.waitForURL(/\/sessions\/.*at=\d+.*file=/);
    expect(opened.complaints).toEqual([]);
  });
});

describe('costs', () => {
  test('says what is not known and why, and narrows by a click', async () => {
    await using opened = await bed.open('/costs');
    const { page } = opened;
    const table = page.getByRole('region', { name: 'Costs per harness' });
    await table.getByRole('row').filter({ hasText: 'codex' }).waitFor();

    expect(await page.getByText('without 1 call').isVisible()).toBe(true);
    expect(await page.getByRole('region', { name: 'What is not in these sums' }).innerText()).toContain(
      'gemini-unknown',
    );
    await page.locator('.recharts-bar-rectangle').first().waitFor();

    await table.getByRole('button', { name: 'codex' }).click();
    await page.waitForURL(/harness=codex/);
    await expect.poll(() => table.getByRole('row').filter({ hasText: 'claude-code' }).count()).toBe(0);
    await page.getByLabel('Told per').selectOption('model');
    await page.getByRole('region', { name: 'Costs per model' }).getByRole('button', { name: 'gpt-5-codex' }).waitFor();
    expect(opened.complaints).toEqual([]);
  });

  test('gives the chart as a table', async () => {
    await using opened = await bed.open('/costs?since=30d&split=actor');
    const { page } = opened;
    await page.getByText('As a table').click();
    const table = page.getByRole('figure', { name: 'Cost per day' }).getByRole('table');

    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      'Day',
      'ada@example.com',
      'bob@example.com',
    ]);
    expect(await table.getByRole('row').filter({ hasText: '$5.20' }).count()).toBe(1);
    expect(opened.complaints).toEqual([]);
  });

  test('lists pull requests with the sessions that made them', async () => {
    await using opened = await bed.open('/costs/outcomes?state=closed');
    const { page } = opened;
    const list = page.getByRole('list', { name: 'Pull requests' });
    await list.getByText('Try another font').first().waitFor();
    expect(await list.locator(':scope > li').count()).toBe(1);

    await list.getByRole('link', { name: 'Try another font' }).last().click();
    await page.waitForURL(/\/sessions\/codex%3Apull-44/);
    expect(opened.complaints).toEqual([]);
  });

  test('shows the prices it computes from', async () => {
    await using opened = await bed.open('/costs/prices');
    await opened.page.getByRole('region', { name: 'Prices' }).getByText('claude-sonnet-4-5').first().waitFor();
    expect(opened.complaints).toEqual([]);
  });
});

describe('comparing', () => {
  test('picks two sessions by key alone and tells them apart', async () => {
    await using opened = await bed.open('/compare');
    const { page } = opened;
    await page.getByRole('heading', { name: 'Choose two sessions' }).waitFor();
    for (const [key, words] of [
      ['1', 'decimals claude'],
      ['2', 'decimals codex'],
    ] as const) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await page.keyboard.type(words);
      await expect.poll(() => page.getByRole('dialog').getByRole('listitem').count()).toBe(1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }

    const cost = page.getByRole('row').filter({ hasText: 'Cost' });
    await cost.waitFor();
    expect(await cost.innerText()).toMatch(/\$2\.40\s+\$0\.90\s+−6[23]%/);
    expect(addressOf(page).searchParams.get('left')).toBe(pricing.session);
    expect(addressOf(page).searchParams.get('right')).toBe(rival.session);

    await page.keyboard.press('x');
    await expect.poll(() => addressOf(page).searchParams.get('left')).toBe(rival.session);
    expect(opened.complaints).toEqual([]);
  });

  test('shows how a file differs between two moments of one session', async () => {
    const of = encodeURIComponent(pricing.session);
    await using opened = await bed.open(`/compare?left=${of}&leftAt=${await positionOfCreation()}&right=${of}`);
    const { page } = opened;

    await page.getByRole('button', { name: /price\.ts/ }).click();

    const difference = page.getByRole('region', { name: /^Difference of/ });
    await difference.waitFor();
    expect(await difference.locator('.diff-code-delete').innerText()).toContain('toFixed(1)');
    expect(await difference.locator('.diff-code-insert').innerText()).toContain('toFixed(2)');
    expect(opened.complaints).toEqual([]);
  });
});

test('every page is a key away', async () => {
  await using opened = await bed.open();
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
  for (const [key, name] of [
    ['s', 'Search'],
    ['f', 'Files'],
    ['m', 'Memory'],
    ['c', 'Costs'],
    ['v', 'Compare'],
    ['t', 'Status'],
    ['n', 'Now'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.getByRole('heading', { level: 1, name }).waitFor();
    expect(await menu(page).locator('[aria-current="page"]').innerText()).toBe(name);
    expect(await page.title()).toContain(name);
  }
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.keyboard.press('/');
  await page.getByRole('heading', { level: 1, name: 'Search' }).waitFor();
  expect(opened.complaints).toEqual([]);
});

const shop = 'project=github.com%2Facme%2Fshop';
testSoundPages(
  () => bed,
  () => [
    { path: '/', ready: 'Apply the migration' },
    { path: '/search', ready: 'What one can ask for' },
    { path: '/search?q=decimals', ready: 'Show prices with two decimals' },
    { path: '/search/failures', ready: 'make lint' },
    { path: '/search/failures?open=make+lint', ready: 'The newest' },
    { path: '/files', ready: 'shipping.ts' },
    { path: `/files/history?${shop}&path=%2Fhome%2Fada%2Fshop%2Fsrc%2Fprice.ts`, ready: 'The whole file then' },
    { path: '/costs', ready: 'codex' },
    { path: '/costs/outcomes', ready: 'was cheapest' },
    { path: '/costs/prices', ready: 'claude-sonnet-4-5' },
    { path: '/compare', ready: 'Choose two sessions' },
    {
      path: `/compare?left=${encodeURIComponent(pricing.session)}&right=${encodeURIComponent(rival.session)}`,
      ready: 'Time at work',
    },
  ],
);

test('a phone has the pages along its foot', async () => {
  await using opened = await bed.open('/', phone);
  const { page } = opened;
  await menu(page).getByRole('link', { name: 'Files' }).tap();
  await page.getByRole('heading', { level: 1, name: 'Files' }).waitFor();
  const box = (await menu(page).boundingBox())!;

  expect(box.y + box.height).toBe(844);
  expect(box.width).toBe(390);
  expect(opened.complaints).toEqual([]);
});

/** The position at which the file was created, as the bus numbered it: before the tests may have touched it. */
async function positionOfCreation(): Promise<number> {
  const path = `/v1/sessions/${encodeURIComponent(pricing.session)}/timeline?types=file`;
  const { entries } = (await bed.client.request('GET', path)) as { entries: { how: string; position: number }[] };
  return entries.find(({ how }) => how === 'create')!.position;
}

/** How many sessions a search finds that has every word. */
async function resultsOf(words: string): Promise<number> {
  const found = await bed.client.request('GET', `/v1/search?q=${encodeURIComponent(`"${words}"`)}`);
  return (found as { results: unknown[] }).results.length;
}
