import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Bed } from './bed.ts';
import {
  author,
  mergeQuestion,
  question,
  reviewer,
  reviewRule,
  rival,
  shop,
  tellRule,
  verdict,
} from './orchestration-story.ts';
import { testSoundPages } from './sound-pages.ts';

interface Item {
  readonly id: string;
  readonly queue: string;
  readonly state: string;
  readonly fence: number;
  readonly firing?: string;
}

const [writing, reviewing, other] = [author(), reviewer(), rival()];

let bed: Bed;
let reviewed: Item;
/** Sessions one after the other: a rule fires, its item is taken, done in a session of its own, and another rule answers. */
beforeAll(async () => {
  bed = await Bed.start();
  for (const [name, text] of [
    ['review-payments-changes', reviewRule],
    ['tell-the-author', tellRule],
  ] as const) {
    await bed.client.request('PUT', `/v1/rules/${name}`, { body: { text } });
  }
  await bed.tell(writing.events);
  reviewed = await taken('review', 'workshop-1');
  await post(`/v1/work/items/${reviewed.id}/started`, {
    fence: reviewed.fence,
    session: reviewing.session,
    harness: 'opencode',
  });
  await bed.tell(reviewing.events);
  await post(`/v1/work/items/${reviewed.id}/progress`, { fence: reviewed.fence, note: 'Read 4 files', share: 0.5 });
  await post(`/v1/work/items/${reviewed.id}/done`, {
    fence: reviewed.fence,
    result: { verdict },
    doneIn: reviewing.session,
    costUsd: 0.31,
  });
  await eventually(async () => ((await ask('/v1/approvals?state=waiting')) as { waiting: number }).waiting === 2, {
    what: 'both rules ask a person',
    timeoutMs: 60_000,
  });
  await bed.tell(other.events);
  await post('/v1/claims', {
    kind: 'path',
    resource: 'services/payments/total.ts',
    project: shop,
    holder: 'ada@example.com',
    session: writing.session,
    purpose: 'moves rounding',
  });
  for (const attempt of [1, 2, 3]) await offer('broken', `Try what cannot be done, ${attempt}`, 1);
  for (const error of ['no model answered after 20 s', 'no model answered after 7 s', 'the branch is gone']) {
    const { id, fence } = await taken('broken', 'workshop-2');
    await post(`/v1/work/items/${id}/fail`, { fence, error });
  }
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
});

test('the chain leads from the prompt to the verdict and what it brought about, each to its moment', async () => {
  await using opened = await bed.open('/rules/review-payments-changes');
  const { page } = opened;
  await page.getByRole('list', { name: 'Firings' }).getByRole('link').first().click();

  const chain = page.getByRole('region', { name: 'From prompt to outcome' });
  await chain.getByText('Verdict', { exact: true }).waitFor();
  const words = await chain.innerText();
  const order = [
    'Make the cart add up again after a discount',
    'Turn ended',
    'review-payments-changes',
    'work on queue review',
    'Session',
    verdict,
    'tell-the-author',
  ];
  expect(order.map((one) => words.indexOf(one))).toEqual(
    order.map((one) => words.indexOf(one)).toSorted((a, b) => a - b),
  );
  expect(order.filter((one) => !words.includes(one))).toEqual([]);
  expect(words).toContain(question);
  expect(await chain.getByRole('link', { name: verdict }).getAttribute('href')).toMatch(/sessions\/opencode.*at=\d+/);

  await chain.getByRole('link', { name: 'Make the cart add up again after a discount' }).click();

  await page.waitForURL(/\/sessions\/claude-code%3Acart-fix.*at=\d+/);
  expect(await page.evaluate('window.harmed')).toBeUndefined();
  expect(opened.complaints).toEqual([]);
});

test('a firing says which clauses held, with the values they asked for', async () => {
  await using opened = await bed.open(`/rules/firings/${reviewed.firing}`);
  const { page } = opened;
  const clauses = page.getByRole('list', { name: /^What it saw of/ });
  await clauses.getByText('session.files.exists').first().waitFor();

  expect(await clauses.innerText()).toMatch(/true/);
  expect(await page.getByRole('region', { name: 'What it did' }).innerText()).toMatch(/review[\s\S]*completed/);
  expect(opened.complaints).toEqual([]);
});

test('it can be asked from a session which rules looked at something, and why not', async () => {
  await using opened = await bed.open(`/sessions/${encodeURIComponent(other.session)}?entry=edit-rival`);
  const { page } = opened;
  await page.getByRole('link', { name: 'its end' }).click();

  await page.waitForURL(/\/rules\/why\/\d+/);
  await page.getByRole('heading', { level: 1, name: 'Which rules looked at it' }).waitFor();
  await page.getByText('No rule looks at events of this kind').waitFor();
  await page.getByRole('button', { name: /2 more rules/ }).click();
  await page.getByRole('list', { name: 'Rules' }).getByText('tell-the-author').waitFor();
  expect(opened.complaints).toEqual([]);
});

test('one switch stops all rules, every page says so, and one lets them act again', async () => {
  await using opened = await bed.open('/');
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /^Stop all rules/ }).waitFor();

  await page.keyboard.press('S');
  await page.getByRole('dialog').getByLabel('Why, for those who ask later').fill('the reviewer loops');
  await page.keyboard.press('Enter');

  await page.getByRole('status').filter({ hasText: 'All rules are stopped' }).first().waitFor();
  expect((await rules()).stopped).toMatchObject({ reason: 'the reviewer loops' });
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();
  await page.getByText('the reviewer loops').first().waitFor();

  await page.getByRole('link', { name: 'Let them act again' }).click();
  await page.getByRole('button', { name: /^Let them act again/ }).click();
  await page.getByRole('button', { name: 'Let them act', exact: true }).click();

  await eventually(async () => (await rules()).stopped === null, { what: 'rules act again' });
  await page.getByText('Rules may act.').waitFor();
  expect(opened.complaints).toEqual([]);
});

test('a rule is paused by key with a reason, and resumed', async () => {
  await using opened = await bed.open('/rules/tell-the-author');
  const { page } = opened;
  await page.getByRole('button', { name: /^Pause/ }).waitFor();

  await page.keyboard.press('p');
  await page.getByRole('dialog').getByLabel('Why, for those who ask later').waitFor();
  await page.keyboard.type('too talkative');
  await page.keyboard.press('Enter');

  await page.getByText(/Paused by .*: too talkative/).waitFor();
  expect((await rules()).rules.find(({ name }) => name === 'tell-the-author')?.state).toBe('paused');
  await page.keyboard.press('p');
  await page.getByRole('button', { name: /^Pause/ }).waitFor();
  expect((await rules()).rules.find(({ name }) => name === 'tell-the-author')?.state).toBe('in-force');
  expect(opened.complaints).toEqual([]);
});

test('a rule shows its text with what its tests try, who published it, and what it would have done', async () => {
  await using opened = await bed.open('/rules/review-payments-changes?show=text');
  const { page } = opened;
  const text = page.getByRole('region', { name: 'Text of the rule' });
  await text.getByText('rule: review-payments-changes').waitFor();
  await text.getByText('true and false in tests').first().waitFor();

  await page.getByRole('button', { name: 'Tests' }).click();
  await page.getByRole('list', { name: 'Tests' }).getByText('only docs were written').waitFor();
  await page.getByRole('button', { name: 'Versions' }).click();
  await page.getByRole('row', { name: /in force/ }).waitFor();

  await page.getByRole('button', { name: 'Dry run' }).click();
  await page.getByRole('button', { name: 'Run it dry' }).click();
  const would = page.getByRole('list', { name: 'Firings that would have been' });
  await would.getByText('review').first().waitFor();
  expect(await would.getByRole('listitem').count()).toBe(1);
  expect(await page.evaluate('window.harmed')).toBeUndefined();
  expect(opened.complaints).toEqual([]);
});

test('a lease counts down, and new work appears by itself', async () => {
  await using opened = await bed.open('/work');
  const { page } = opened;
  await page.getByRole('table').getByText('broken').first().waitFor();

  await offer('slow', 'Look at the slow page');
  await page.getByRole('list', { name: 'Items' }).getByText('Look at the slow page').waitFor();
  const { id, fence } = await taken('slow', 'workshop-3');

  const row = page.getByRole('list', { name: 'Items' }).getByRole('link').filter({ hasText: 'Look at the slow page' });
  await row.getByText(/min \d\d s left/).waitFor();
  const before = await row.locator('time').innerText();
  await eventually(async () => (await row.locator('time').innerText()) !== before, { what: 'the time left shrinks' });
  await row.focus();
  await page.keyboard.press('c');
  await page.getByRole('status').filter({ hasText: 'Its worker is asked to stop' }).waitFor();
  await row.getByText(/asked to stop by/).waitFor();
  await post(`/v1/work/items/${id}/cancelled`, { fence });
  await row.getByText('Cancelled', { exact: true }).first().waitFor();
  expect(opened.complaints).toEqual([]);
});

test('dead items are grouped by reason and put up again, one group or the whole queue', async () => {
  await using opened = await bed.open('/work?queue=broken&state=dead');
  const { page } = opened;
  const group = page.getByRole('region', { name: /^Dead because: no model answered/ });
  await group.getByRole('button', { name: /^Redrive these 2/ }).click();

  await group.waitFor({ state: 'detached' });
  await eventually(async () => (await items('broken')).filter(({ state }) => state === 'offered').length === 2, {
    what: 'two are offered again',
  });
  await page.getByRole('button', { name: 'Redrive all 1 of broken' }).click();
  await page.getByText('Nothing is dead').waitFor();
  expect((await items('broken')).every(({ state }) => state === 'offered')).toBe(true);
  expect(opened.complaints).toEqual([]);
});

test('one item tells its history, its worker and where it was done', async () => {
  await using opened = await bed.open(`/work/items/${reviewed.id}`);
  const { page } = opened;
  const history = page.getByRole('list', { name: 'History' });
  await history.getByText('Completed').waitFor();

  const words = await history.innerText();
  for (const one of ['Offered', 'Claimed', 'Session begun for it', 'Progress', '50%', 'Read 4 files']) {
    expect(words).toContain(one);
  }
  await page.getByText(verdict).first().waitFor();
  await history.getByRole('link', { name: reviewing.session }).first().click();
  await page.waitForURL(/\/sessions\/opencode/);
  await page.getByText('works for').waitFor();
  expect(opened.complaints).toEqual([]);
});

test('questions are answered by key, after it was seen what led to them', async () => {
  await using opened = await bed.open('/');
  const { page } = opened;
  await page.getByRole('link', { name: '2 questions wait for a person' }).click();
  const asked = page.getByRole('complementary', { name: 'The question' });
  await asked.getByRole('heading', { name: mergeQuestion }).waitFor();
  const last = asked.getByRole('list', { name: 'What happened last' });
  await last.getByText('Make the cart add up again after a discount').waitFor();
  expect(await last.innerText()).toMatch(/Edit[\s\S]*The cart adds up again\./);
  expect(await asked.getByRole('link', { name: /^Replay the session/ }).getAttribute('href')).toMatch(/at=\d+/);

  await page.keyboard.press('r');
  await page.getByRole('dialog').getByLabel('A comment, for those who ask later').waitFor();
  await page.keyboard.type('The review asks for changes.');
  await page.keyboard.press('Enter');

  await page
    .getByRole('status')
    .filter({ hasText: `Rejected: ${mergeQuestion}` })
    .waitFor();
  await asked.getByRole('heading', { name: question }).waitFor();
  await asked.getByText('offer work on queue push').waitFor();
  await asked.getByText(verdict).waitFor();
  await page.keyboard.press('a');
  await page.getByRole('dialog').getByLabel('A comment, for those who ask later').waitFor();
  await page.keyboard.type('The test is there.');
  await page.keyboard.press('Enter');

  await page
    .getByRole('status')
    .filter({ hasText: `Approved: ${question}` })
    .waitFor();
  await page.getByText('Nothing waits for you').waitFor();
  await eventually(async () => (await items('push')).length === 1, { what: 'what was approved is done' });
  expect(await items('merge')).toEqual([]);
  await page.getByRole('button', { name: 'Decided' }).click();
  await page.getByRole('list', { name: 'Decided questions' }).getByRole('link', { name: question }).click();
  await asked.getByText('The test is there.').waitFor();
  expect(opened.complaints).toEqual([]);
});

test('who holds what is seen, and a claim is revoked', async () => {
  await using opened = await bed.open('/work/claims');
  const { page } = opened;
  const claim = page.getByRole('list', { name: 'Claims' }).getByRole('listitem');
  await claim.getByText('services/payments/total.ts').first().waitFor();
  await claim.getByText(/left$/).waitFor();

  await claim.getByRole('button', { name: /^Revoke/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke it' }).click();

  await page.getByText('Nobody holds anything').waitFor();
  expect(opened.complaints).toEqual([]);
});

test('two sessions that wrote the same file stand side by side, each with its moment', async () => {
  await using opened = await bed.open('/work/conflicts?show=all');
  const { page } = opened;
  const conflict = page.getByRole('list', { name: 'Conflicts' }).getByRole('listitem').filter({ hasText: 'total.ts' });
  await conflict.first().waitFor();
  const words = await conflict.first().innerText();
  expect(words).toContain('in different folders');
  expect(words).toContain('Move rounding into the discount module');
  expect(words).toContain('Make the cart add up again after a discount');

  await conflict
    .getByRole('link', { name: /The moment it wrote/ })
    .first()
    .click();
  await page.waitForURL(/\/sessions\/claude-code.*at=\d+/);
  expect(opened.complaints).toEqual([]);
});

test('a session says what was sent to it and what came of it', async () => {
  await using opened = await bed.open(`/sessions/${encodeURIComponent(writing.session)}?tab=about`);
  const { page } = opened;
  const messages = page.getByRole('list', { name: 'Messages to it' });
  await messages.getByText('The review is there: read it before you go on.').waitFor();

  await messages.getByRole('link', { name: 'by the rule tell-the-author' }).click();
  await page.waitForURL(/\/rules\/firings\//);
  expect(opened.complaints).toEqual([]);
});

testSoundPages(
  () => bed,
  () => [
    { path: '/rules', ready: 'review-payments-changes' },
    { path: '/rules/review-payments-changes', ready: 'In force' },
    { path: '/rules/review-payments-changes?show=text', ready: 'true and false in tests' },
    { path: '/rules/review-payments-changes?show=tests', ready: 'only docs were written' },
    { path: '/rules/review-payments-changes?show=held', ready: 'Limits' },
    { path: '/rules/review-payments-changes?show=dry-run', ready: 'Run it dry' },
    { path: '/rules/review-payments-changes?show=versions', ready: 'Published' },
    { path: '/rules/firings', ready: 'tell-the-author' },
    { path: `/rules/firings/${reviewed.firing}`, ready: 'Verdict' },
    { path: '/work', ready: 'Oldest offered' },
    { path: `/work/items/${reviewed.id}`, ready: 'What happened to it' },
    { path: '/work/claims', ready: 'Claims' },
    { path: '/work/conflicts?show=all', ready: 'in different folders' },
    { path: '/work/approvals?show=decided', ready: question },
    { path: `/sessions/${encodeURIComponent(writing.session)}?tab=about`, ready: 'Messages to it' },
  ],
);

async function ask(path: string): Promise<unknown> {
  return await bed.client.request('GET', path);
}

async function post(path: string, body: unknown): Promise<unknown> {
  return await bed.client.request('POST', path, { body });
}

async function rules() {
  return (await ask('/v1/rules')) as {
    rules: readonly { name: string; state: string }[];
    stopped: { reason: string } | null;
  };
}

async function items(queue: string): Promise<readonly Item[]> {
  return ((await ask(`/v1/work?queue=${queue}`)) as { items: Item[] }).items;
}

async function offer(queue: string, prompt: string, attempts = 3): Promise<void> {
  await post(`/v1/work/${queue}`, { payload: { prompt }, attempts });
}

/** The next item of a queue, held by a worker for five minutes. */
async function taken(queue: string, worker: string): Promise<Item> {
  return await eventually(
    async () => (await post(`/v1/work/${queue}/take`, { worker, waitMs: 2_000, leaseMs: 300_000 })) as Item | undefined,
    { what: `an item of ${queue}`, timeoutMs: 60_000 },
  );
}
