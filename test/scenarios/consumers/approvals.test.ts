import { createClient } from '@hookline/client';
import { eventually } from '@hookline/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { environmentOf, hookline, startBus, type TestBus } from '../support/bus.ts';
import { eventsOf, publishRule } from './rule.ts';
import { openSink, type Sink, secretName } from './sink.ts';
import { shop, tell, tokenOf } from './told.ts';

let bus: TestBus;
let sink: Sink;
beforeAll(async () => {
  sink = await openSink();
  bus = await startBus();
  await publishRule(bus, 'ask.yaml', rule(sink));
});
afterAll(async () => {
  await bus[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const rule = ({ url }: Pick<Sink, 'url'>) => `rule: ask-before-deploy
on: commit.made
key: data.commit
then:
  - approval:
      question: "Deploy {{data.message}}?"
      notify: { url: "${url}", secret: ${secretName} }
      then:
        - work: { queue: deploy, prompt: "deploy {{data.commit}}" }
        - steer: { text: "It is being deployed." }
tests:
  - given: [{ kind: commit.made, data: { commit: abc, message: fix } }]
    expect: { firings: 1 }
`;

let commits = 0;

/** A commit that somebody is asked about; resolves with the question and the link that was sent. */
async function asked(message = 'a fix') {
  const session = `codex:${++commits}`;
  const commit = commits.toString(16).padStart(40, '0');
  await tell(bus, 'session.started', { nativeSession: String(commits) }, { session });
  await tell(bus, 'commit.made', { commit, message }, { session });
  const told = await eventually(() => sink.received.find(({ data }) => data.session === session), {
    what: 'somebody to be told of the question',
  });
  const { approval: id, link } = told.data as { approval: string; link: string };
  return { id, link, session, token: new URL(link).searchParams.get('token')!, commit };
}

const workFor = async (commit: string) =>
  (
    (await bus.client.request('GET', '/v1/work?queue=deploy')) as { items: { payload: { prompt: string } }[] }
  ).items.filter(({ payload }) => payload.prompt === `deploy ${commit}`);
const answered = (link: string, form: Record<string, string>) =>
  fetch(link.replace(/\?.*$/, ''), { method: 'POST', body: new URLSearchParams(form) });

test('a signed link shows the question and decides it once; looking decides nothing', async () => {
  const { id, link, token, commit, session } = await asked('<script>alert(1)</script> & "more"');
  expect(link.startsWith(`${bus.url}/v1/approvals/${id}/link?token=`)).toBe(true);

  for (const method of ['GET', 'HEAD', 'GET']) {
    const page = await fetch(link, { method });
    expect(page.status).toBe(200);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    if (method === 'HEAD') continue;
    const text = await page.text();
    expect(text).not.toContain('<script');
    expect(text).toContain('Deploy &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;?');
    expect(text).toContain(`href="/sessions/${encodeURIComponent(session)}?at=`);
    expect(text).toMatch(new RegExp(`offer work on queue deploy.*: deploy ${commit}`));
  }
  expect(await bus.client.approval(id)).toMatchObject({ state: 'waiting', project: shop, session });

  for (const wrong of ['', `${token}x`, 'x'.repeat(43)]) {
    expect((await answered(link, { token: wrong, decision: 'approved' })).status).toBe(404);
  }
  expect((await fetch(link.replace(/token=.*$/, 'token=x'))).status).toBe(404);
  expect((await answered(link, { token, decision: 'maybe' })).status).toBeGreaterThanOrEqual(400);
  expect(await workFor(commit)).toEqual([]);

  const form = { token, decision: 'approved', name: 'Ann Ångström', comment: 'go' };
  const done = await Promise.all(Array.from({ length: 5 }, () => answered(link, form)));
  expect(done.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410]);
  expect((await fetch(link)).status).toBe(410);

  expect(await bus.client.approval(id)).toMatchObject({
    state: 'approved',
    decidedBy: 'Ann Ångström (signed link)',
    via: 'link',
    comment: 'go',
  });
  expect(await workFor(commit)).toHaveLength(1);
  const messages = [];
  for await (const { text, state } of bus.client.messages({ session })) messages.push({ text, state });
  expect(messages).toEqual([{ text: 'It is being deployed.', state: 'waiting' }]);
  await eventually(async () => (await eventsOf(bus, 'approval.decided')).length > 0, { what: 'the log to tell of it' });
  for (const kind of ['approval.asked', 'approval.decided', 'webhook.delivered']) {
    expect(JSON.stringify(await eventsOf(bus, kind))).not.toContain(token);
  }
});

test('people answer from the command line, agents do not', async () => {
  const [yes, no] = [await asked(), await asked()];
  const shown = (await bus.hookline('approvals', 'show', yes.id)).out;
  expect(shown).toContain('Deploy a fix?');
  expect(shown).toContain(`the moment  ${bus.url}/sessions/${encodeURIComponent(yes.session)}?at=`);
  expect((await bus.hookline('approvals', '--json')).json().map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining([yes.id, no.id]),
  );

  const agent = environmentOf(bus.home, { HOOKLINE_URL: bus.url, CLAUDECODE: '1' });
  const refused = await hookline(agent, ['approvals', 'approve', yes.id]);
  expect(refused).toMatchObject({ exitCode: 2 });
  expect(refused.err).toContain('answering a question is for a person: this runs inside Claude Code');

  expect((await bus.hookline('approvals', 'approve', yes.id, '--comment', 'fine')).exitCode).toBe(0);
  expect((await bus.hookline('approvals', 'reject', no.id, '--json')).json()).toMatchObject({
    state: 'rejected',
    via: 'api',
  });
  const again = await bus.hookline('approvals', 'approve', no.id);
  expect(again.exitCode).not.toBe(0);
  expect(again.err).toContain('it was rejected by');
  expect(await workFor(yes.commit)).toHaveLength(1);
  expect(await workFor(no.commit)).toEqual([]);
});

test('only people of the project decide, with a token that may work', async () => {
  const { id } = await asked();
  const as = async (request: object) => createClient({ url: bus.url, token: await tokenOf(bus, request) });
  const [reader, worker, stranger, person] = [
    await as({ scopes: ['read'] }),
    await as({ scopes: ['work'] }),
    await as({ scopes: ['read', 'work', 'admin'], project: 'github.com/acme/till' }),
    await as({ scopes: ['read', 'work'], project: shop }),
  ];

  await expect(reader.answer(id, 'approved')).rejects.toMatchObject({ status: 403 });
  await expect(worker.answer(id, 'approved')).rejects.toMatchObject({ status: 403 });
  await expect(stranger.answer(id, 'approved')).rejects.toMatchObject({ status: 404 });
  await expect(stranger.approval(id)).rejects.toMatchObject({ status: 404 });
  for await (const one of stranger.approvals()) expect(one).toBeUndefined();
  expect(await person.answer(id, 'approved', { person: 'Bob' })).toMatchObject({
    state: 'approved',
    decidedBy: 'Bob (tried)',
  });
});

test('while rules are stopped a yes sets nothing going', async () => {
  const { id, link, token, commit } = await asked();
  await bus.client.request('POST', '/v1/rules/stop', { body: { reason: 'something burns' } });

  await expect(bus.client.answer(id, 'approved')).rejects.toThrow('orchestration is stopped by');
  const page = await answered(link, { token, decision: 'approved' });
  expect(page.status).toBe(409);
  expect(await page.text()).toContain('something burns');
  expect(await workFor(commit)).toEqual([]);

  await bus.client.request('POST', '/v1/rules/resume', { body: { reason: 'it is out' } });
  expect(await bus.client.answer(id, 'approved')).toMatchObject({ state: 'approved' });
  expect(await workFor(commit)).toHaveLength(1);
});
