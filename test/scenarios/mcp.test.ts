import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { newEvent } from '@hookline/schemas';
import { eventually, freePort, tempDir } from '@hookline/testing';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { environmentOf, startBus, type TestBus } from './support/bus.ts';

const main = fileURLToPath(new URL('../../services/cli/src/main.ts', import.meta.url));
const project = 'code.example.test/acme/shop';
const secret = 'code.example.test/acme/vault';
let bus: TestBus;
let admin: string;

beforeAll(async () => {
  bus = await startBus();
  admin = readFileSync(join(bus.home, 'token'), 'utf8').trim();
  for (const session of [1, 2, 3]) {
    await bus.client.publish([...worked(project, session, 'npm test'), ...worked(secret, session, 'cargo test')]);
  }
  for (const [of, about] of [
    [project, 'npm test'],
    [secret, 'cargo test'],
  ] as const) {
    await eventually(async () => (await found(of, about)) !== undefined, { what: `the memory of ${about} is active` });
  }
});
afterAll(async () => bus[Symbol.asyncDispose]());

/** A session that ran a command, which is a memory after three of them. */
function worked(of: string, session: number, command: string) {
  const now = Date.now() - 3_600_000 + session * 60_000;
  const at = {
    source: 'urn:hookline:devbox:claude-code',
    origin: 'hook' as const,
    project: of,
    session: `claude-code:${of}-${session}`,
    actor: 'ada@example.test',
  };
  const call = { call: `c${session}`, tool: 'Bash', effects: [{ type: 'process.exec' as const, object: command }] };
  const time = (seconds: number) => new Date(now + seconds * 1_000).toISOString();
  const id = (part: string) => `${of}-${session}-${part}`;
  return [
    newEvent({
      ...at,
      kind: 'prompt.submitted',
      id: id('prompt'),
      time: time(0),
      data: { text: `check the cart with ${command}`, by: 'person' },
    }),
    newEvent({
      ...at,
      kind: 'tool.finished',
      id: id('call'),
      time: time(1),
      data: { ...call, outcome: 'ok', durationMs: 2_000 },
    }),
    newEvent({ ...at, kind: 'session.ended', id: id('end'), time: time(2), data: { reason: 'exit' } }),
  ];
}

async function found(of: string, words: string) {
  const { hits } = await bus.client.recall({ query: words, project: of, kinds: ['command'] });
  return hits[0];
}

interface Tools {
  readonly client: Client;
  call(name: string, args: Record<string, unknown>): Promise<{ text: string; data: Answered; isError: boolean }>;
}
// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
type Answered = any;

function toolsOf(client: Client): Tools {
  return {
    client,
    call: async (name, args) => {
      const { content, structuredContent, isError } = await client.callTool({ name, arguments: args });
      const told = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
      return { text: told, data: structuredContent, isError: isError === true };
    },
  };
}

const eras = [
  ['of 2025', {}],
  ['of 2026-07-28', { versionNegotiation: { mode: { pin: '2026-07-28' } } }],
] as const;

async function overStdio(more: { args?: string[]; env?: Record<string, string>; cwd?: string; era?: object } = {}) {
  const client = new Client({ name: 'test', version: '1' }, more.era ?? {});
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', ...(more.args ?? ['--project', project, '--actor', 'ada@example.test'])],
    env: environmentOf(bus.home, { HOOKLINE_URL: bus.url, ...more.env }),
    cwd: more.cwd ?? bus.home,
    stderr: 'ignore',
  });
  await client.connect(transport);
  return { ...toolsOf(client), [Symbol.asyncDispose]: () => client.close() };
}

async function overHttp({ token = admin, query = `?project=${project}`, era = {} as object } = {}) {
  const client = new Client({ name: 'test', version: '1' }, era);
  const transport = new StreamableHTTPClientTransport(new URL(`${bus.url}/v1/mcp${query}`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  });
  await client.connect(transport);
  return { ...toolsOf(client), [Symbol.asyncDispose]: () => client.close() };
}

async function tokenFor(scopes: string[], of?: string): Promise<string> {
  const body = { name: 'an agent', scopes, ...(of !== undefined && { project: of }) };
  return ((await bus.client.request('POST', '/v1/tokens', { body })) as { token: string }).token;
}

/** Every tool once, as an agent would go from one to the next. */
async function useAll({ call }: Tools, about: string): Promise<void> {
  const search = await call('memory_search', { query: 'npm test', kinds: ['command'] });
  expect(search.isError, search.text).toBe(false);
  const { id } = search.data.hits[0];
  expect(search.text).toContain('npm test');
  expect(id).toMatch(/^mem_[a-z2-7]{8}$/);

  const get = await call('memory_get', { ids: [id, 'mem_22222222'] });
  expect(get.data.memories).toMatchObject([{ id, kind: 'command', status: 'active', sessions: 3 }]);
  expect(get.data.missing).toMatchObject([{ id: 'mem_22222222', why: expect.stringContaining('memory_search') }]);

  const why = await call('memory_why', { id });
  expect(why.data.evidence.length).toBeGreaterThan(0);
  expect(why.data.evidence[0].session).toContain(project);

  for (const [name, args] of [
    ['memory_for_file', { path: 'src/cart.ts' }],
    ['memory_fix', { error: 'TypeError: cart is undefined' }],
  ] as const) {
    const answer = await call(name, args);
    expect(answer.isError, answer.text).toBe(false);
    expect(answer.data.hits).toEqual(expect.any(Array));
  }
  const how = await call('memory_how', { task: 'run the tests with npm test' });
  expect(how.data.hits.map(({ id: one }: Answered) => one)).toContain(id);

  const statement = `The ${about} keeps prices in cents`;
  const remembered = await call('memory_remember', { statement, as: 'decision', about });
  expect(remembered.data, remembered.text).toMatchObject({ status: 'proposed', position: expect.any(Number) });
  await eventually(
    async () => {
      for await (const memory of bus.client.memories({ project, kind: 'decision' })) {
        if (memory.statement.includes(statement)) {
          expect(memory.status).toBe('proposed');
          return true;
        }
      }
      return false;
    },
    { what: 'the proposal is there' },
  );
  expect((await call('memory_search', { query: statement, kinds: ['decision'] })).data.hits).toEqual([]);

  const feedback = await call('memory_feedback', { id, verdict: 'helpful', note: 'it ran' });
  expect(feedback.data, feedback.text).toMatchObject({ position: expect.any(Number) });
}

describe('over stdio, as harnesses start it', () => {
  test.each(eras)('all eight tools answer a client %s', async (name, era) => {
    await using tools = await overStdio({ era });
    const names = (await tools.client.listTools()).tools.map(({ name }) => name);
    expect(names.filter((one) => one.startsWith('memory_'))).toHaveLength(8);
    await useAll(tools, `stdio ${name}`);
  });

  test.each(eras)('files are claimed, listed and let go by a client %s', async (_, era) => {
    await using tools = await overStdio({ era });

    const claimed = await tools.call('claim_path', { path: 'src/cart/**', purpose: 'a move' });
    expect(claimed.data, claimed.text).toMatchObject({ claimed: true, claim: { resource: 'src/cart/**' } });
    const { id } = claimed.data.claim;
    expect((await tools.call('list_claims', { path: './src/cart/a.ts' })).data).toMatchObject({
      claims: [{ id, resource: 'src/cart/**', purpose: 'a move' }],
      conflicts: [],
    });
    expect((await tools.call('release_claim', { id })).data).toEqual({ released: true });
    expect((await tools.call('list_claims', {})).data.claims).toEqual([]);
    expect((await tools.call('claim_path', { path: '../x' })).text).toContain('stays inside the repository');
  });

  test('the project is that of the folder it was started in', async () => {
    await using folder = await tempDir();
    mkdirSync(join(folder.path, '.git'));
    writeFileSync(
      join(folder.path, '.git', 'config'),
      '[remote "origin"]\n\turl = git@code.example.test:acme/shop.git\n',
    );
    writeFileSync(join(folder.path, '.git', 'HEAD'), 'ref: refs/heads/main\n');
    await using tools = await overStdio({ args: [], cwd: folder.path });
    const { data } = await tools.call('memory_how', { task: 'npm test' });
    expect(JSON.stringify(data)).toContain('npm test');
    expect(JSON.stringify(data)).not.toContain('cargo');
  });

  test('a bus that is away, or hangs, is told as such, and found again once it answers', async () => {
    await using home = await tempDir();
    const port = await freePort();
    const env = { HOOKLINE_URL: `http://127.0.0.1:${port}`, HOOKLINE_HOME: home.path };
    await using tools = await overStdio({ env });
    const away = await tools.call('memory_search', { query: 'npm test' });
    expect(away).toMatchObject({ isError: true, text: expect.stringMatching(/away.*Go on without it/) });

    const hanging = createServer(() => {});
    await new Promise<void>((resolve) => hanging.listen(port, '127.0.0.1', resolve));
    const late = await tools.call('memory_search', { query: 'npm test' });
    expect(late).toMatchObject({ isError: true, text: expect.stringMatching(/Go on without it/) });
    hanging.closeAllConnections();
    await new Promise((resolve) => hanging.close(resolve));

    const relay = createServer(async (asked, response) => {
      const answer = await fetch(bus.url + asked.url, {
        method: asked.method!,
        headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
        body: await text(asked),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    await new Promise<void>((resolve) => relay.listen(port, '127.0.0.1', resolve));
    const back = await tools.call('memory_search', { query: 'npm test', kinds: ['command'] });
    expect(back.text).toContain('npm test');
    relay.closeAllConnections();
    await new Promise((resolve) => relay.close(resolve));
  });

  test('an address that is none does not stop it: it says so in each answer', async () => {
    await using tools = await overStdio({ env: { HOOKLINE_URL: 'nowhere' } });
    expect(await tools.call('memory_how', { task: 'test' })).toMatchObject({
      isError: true,
      text: expect.stringContaining('Go on without it'),
    });
  });

  test('it ends with its client, writes nothing but the protocol to stdout, and what went wrong to stderr', async () => {
    const child = spawn(process.execPath, [main, 'mcp', '--project', project], {
      env: environmentOf(bus.home, { HOOKLINE_URL: 'http://127.0.0.1:9' }),
      cwd: bus.home,
    });
    const [out, err] = [text(child.stdout), text(child.stderr)];
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    send({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } },
    });
    send({ method: 'notifications/initialized' });
    child.stdin.write('this is no message\n');
    send({ id: 2, method: 'tools/call', params: { name: 'memory_how', arguments: { task: 'test' } } });
    let seen = '';
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (seen.includes('"id":2')) resolve();
      }),
    );
    child.stdin.end();
    expect(await ended).toBe(0);
    for (const line of (await out).trim().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(await err).toMatch(/^hookline mcp: .*no answer from http:\/\/127\.0\.0\.1:9/m);
  });
});

describe('over HTTP', () => {
  test.each(eras)('all eight tools answer a client %s', async (name, era) => {
    await using tools = await overHttp({ era });
    expect((await tools.client.listTools()).tools).toHaveLength(8);
    await useAll(tools, `HTTP ${name}`);
  });

  test('a token of one project sees that project alone, whatever it asks for', async () => {
    const token = await tokenFor(['recall'], secret);
    await using own = await overHttp({ token, query: '' });
    expect((await own.call('memory_search', { query: 'cargo test' })).text).toContain('cargo test');
    const other = await bus.client.recall({ query: 'npm test', project, kinds: ['command'] });
    const { memory } = other.hits[0]!;

    await using tools = await overHttp({ token, query: `?project=${project}` });
    for (const [name, args] of [
      ['memory_search', { query: 'npm test' }],
      ['memory_how', { task: 'npm test' }],
    ] as const) {
      const { data, text: told } = await tools.call(name, args);
      expect(`${JSON.stringify(data)} ${told.replace('"npm test"', '')}`).not.toContain('npm test');
    }
    for (const [name, args] of [
      ['memory_get', { ids: [memory] }],
      ['memory_why', { id: memory }],
      ['memory_feedback', { id: memory, verdict: 'harmful' }],
    ] as const) {
      expect(await tools.call(name, args)).toMatchObject({ isError: true, text: expect.stringMatching(/no memory/) });
    }
  });

  test('a model says which project it works in where nobody else knows', async () => {
    await using tools = await overHttp({ query: '' });
    expect(await tools.call('memory_search', { query: 'npm test' })).toMatchObject({ isError: true });
    const { text: told } = await tools.call('memory_search', { query: 'npm test', project });
    expect(told).toContain('npm test');
  });

  const message = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const post = (headers: Record<string, string>, body = message) =>
    fetch(`${bus.url}/v1/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${admin}`,
        ...headers,
      },
      body,
    });

  test('only those get in who bring a token that may recall', async () => {
    expect((await post({})).status).toBe(200);
    expect((await post({ authorization: '' })).status).toBe(401);
    expect((await post({ authorization: 'Bearer hkl_none' })).status).toBe(401);
    expect((await post({ authorization: `Bearer ${await tokenFor(['ingest'])}` })).status).toBe(403);
  });

  test('no page of another site gets in, nor by another name', async () => {
    expect((await post({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await post({ origin: 'null' })).status).toBe(403);
    expect((await post({ origin: bus.url })).status).toBe(200);
  });

  test('what is too large or no message is refused with a reason', async () => {
    // On a connection of its own: the server ends it, because it does not read what it refused.
    const large = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'x', params: { a: 'x'.repeat(300_000) } });
    const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${bus.url}/v1/mcp`, { method: 'POST', headers, agent: false }, (answer) => {
        resolve(answer.statusCode);
        answer.resume();
      });
      sent.on('error', reject);
      sent.end(large);
    });
    expect(status).toBe(413);
    const broken = await post({}, '{"jsonrpc"');
    expect(broken.status).toBe(400);
    expect(await broken.text()).toMatch(/error/);
  });

  test('one request is one message: a list of them is refused', async () => {
    const one = { jsonrpc: '2.0', method: 'tools/list' };
    const answer = await post({}, JSON.stringify(Array.from({ length: 50 }, (_, id) => ({ ...one, id }))));
    expect(answer.status).toBe(400);
  });

  test('there is no stream to open and no session to end', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await fetch(`${bus.url}/v1/mcp`, { method, headers: { authorization: `Bearer ${admin}` } });
      expect(answer.status).toBe(405);
    }
  });
});

describe('what the docs say', () => {
  const page = readFileSync(new URL('../../docs/how-to/use-memory-over-mcp.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```(json|yaml|toml)\n([\s\S]*?)```/g)].map(([, language, block]) => ({
    language: language!,
    block: block!,
  }));
  const commandIn = ({ language, block }: (typeof blocks)[number]): string[] => {
    if (language === 'toml') return [...block.matchAll(/"([^"]+)"/g)].map(([, word]) => word!);
    const settings = language === 'json' ? JSON.parse(block) : parse(block);
    const { command, cmd, args = [] } = (settings.mcpServers ?? settings.mcp ?? settings.extensions).hookline;
    return [command ?? cmd, args].flat();
  };

  test('every harness is told to start the command that there is', () => {
    expect(blocks.map(({ language }) => language)).toEqual(['json', 'toml', 'json', 'json', 'yaml']);
    for (const block of blocks) expect(commandIn(block)).toEqual(['hookline', 'mcp']);
  });

  test('every tool is listed', async () => {
    await using tools = await overHttp();
    const named = [...page.matchAll(/^\| `(memory_\w+)`/gm)].map(([, name]) => name);
    expect((await tools.client.listTools()).tools.map(({ name }) => name)).toEqual(named);
  });

  test('the example asks, and shows where the answer comes from', async () => {
    const example = fileURLToPath(new URL('../../docs/examples/ask-memory.ts', import.meta.url));
    const env = { PATH: process.env.PATH ?? '', HOOKLINE_URL: bus.url, HOOKLINE_TOKEN: admin };
    const { stdout } = await promisify(execFile)(process.execPath, [example, project, 'npm test'], { env });
    expect(stdout).toMatch(/^mem_\w+ command: .*npm test/m);
    expect(stdout).toMatch(/^ {2}at \d+, claude-code:/m);
  });
});
