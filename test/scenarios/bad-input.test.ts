import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventId, newEvent } from '@hookline/schemas';
import { eventually, type TempDir, tempDir } from '@hookline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ShimFeed } from '../faults/shim-feed.ts';
import { Bus } from '../harnesses/bus.ts';
import { answerAsPostgres, listen } from './foreign-servers.ts';

let dir: TempDir;
let bus: Bus;
let feed: ShimFeed;
/** Outside of the folder of the test run, because PostgreSQL of root runs as somebody who may not look into that. */
let oldPrograms: string;

beforeAll(async () => {
  dir = await tempDir();
  bus = await Bus.start();
  feed = new ShimFeed(bus.home);
  oldPrograms = mkdtempSync(join(tmpdir(), 'hookline-old-programs-'));
  chmodSync(oldPrograms, 0o755);
});

afterAll(async () => {
  rmSync(oldPrograms, { recursive: true, force: true });
  await bus?.[Symbol.asyncDispose]();
  await dir?.[Symbol.asyncDispose]();
});

/** Calls hooks of one session and waits until they are in the read models. */
async function capture(session: string, hooks: readonly object[]): Promise<void> {
  const env = { CLAUDE_PID: '4711', CLAUDE_PROJECT_DIR: dir.path, CLAUDE_CODE_SESSION_ID: session };
  const calls = hooks.map((payload) => ({
    event: (payload as { hook_event_name: string }).hook_event_name,
    payload: { session_id: session, cwd: dir.path, ...payload },
    env,
  }));
  await feed.feed([calls], { lanes: 1, durationMs: 0 });
  expect(feed.failures).toEqual([]);
  await bus.caughtUp();
}

const begins = { hook_event_name: 'SessionStart', source: 'startup', model: 'm' };

async function request(path: string, init: RequestInit = {}): Promise<Response> {
  const url = readFileSync(join(bus.home, 'run', 'url'), 'utf8').trim();
  const token = readFileSync(join(bus.home, 'token'), 'utf8').trim();
  return fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
}

interface Refusal {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

async function refusalOf(path: string): Promise<{ status: number } & Refusal['error']> {
  const response = await request(path);
  const { error } = (await response.json()) as Refusal;
  return { status: response.status, ...error };
}

interface Doctor {
  readonly findings: readonly { part: string; level: string; message: string; advice?: string }[];
}

describe('what a shim captured', { timeout: 180_000 }, () => {
  test('is put aside with the reason when it is not JSON, and doctor says so', async () => {
    const text = 'hookline-spool/1\tclaude-code\t1\tStop\t4711\tcli\t/tmp\n{"session_id": "cut off\n';
    writeFileSync(join(bus.home, 'spool', 'new', 'broken.4711.0'), text);
    await capture(randomUUID(), [begins]);

    await eventually(() => bus.waiting() === 0, { timeoutMs: 60_000, what: 'the broken entry was put aside' });

    const { output } = await bus.hookline(['doctor', '--json']);
    const findings = (JSON.parse(output) as Doctor).findings.filter(({ level }) => level === 'warning');
    expect(findings).toContainEqual(
      expect.objectContaining({
        part: 'spool',
        message: expect.stringContaining('1 entry could not be read'),
        advice: expect.stringContaining(join(bus.home, 'spool', 'rejected')),
      }),
    );
  });

  test('is kept as it was when the hook is unknown, and the session says how many there were', async () => {
    const session = randomUUID();
    await capture(session, [begins, { hook_event_name: 'MoonRose', phase: 'full', deep: [{ er: 1 }] }]);

    const account = await bus.settled(session, ({ session: one }) => one.completeness.unmapped === 1);

    const [unmapped] = account.eventsOf('native.unmapped');
    expect(unmapped?.data).toMatchObject({ event: 'MoonRose', payload: { phase: 'full', deep: [{ er: 1 }] } });
  });

  test('may write 5 MB: the text lies among the bodies, its event stays small, and show shows the session', async () => {
    const session = randomUUID();
    const content = Array.from({ length: 250_000 }, (_, line) => `this is a line, no. ${line % 1000}\n`).join('');
    const path = join(dir.path, 'long.txt');
    const about = { tool_name: 'Write', tool_use_id: `toolu_${session}`, tool_input: { file_path: path, content } };
    expect(content.length).toBeGreaterThan(5_000_000);
    await capture(session, [
      begins,
      { hook_event_name: 'PreToolUse', ...about },
      {
        hook_event_name: 'PostToolUse',
        ...about,
        tool_response: { type: 'create', filePath: path, content, structuredPatch: [], originalFile: null },
      },
    ]);

    const { events } = (await bus.account(session))!;
    for (const event of events) expect(JSON.stringify(event).length).toBeLessThan(256 * 1024);
    const started = events.find(({ type }) => type.startsWith('hookline.tool.started.'))!;
    const stored = (started.data.input as { content: { body: string; bytes: number } }).content;
    expect(stored.bytes).toBe(content.length);
    expect(await bus.body(stored.body)).toBe(content);
    const shown = await bus.hookline(['show', session]);
    expect(shown.status, shown.errorText).toBe(0);
    expect(shown.output).toContain('long.txt');
    expect(shown.output.length).toBeLessThan(10_000);
  });
});

describe('what is published', () => {
  const prompt = (n: number, text: unknown = 'hello') => ({
    ...newEvent({
      kind: 'prompt.submitted',
      id: eventId('bad input', dir.path, n),
      source: 'urn:test',
      time: '2026-11-22T12:00:00.000Z',
      tenant: 'default',
      session: 'claude-code:published',
      sequence: `0000000000${n}`,
      origin: 'hook',
      data: { text: 'hello', by: 'person' },
    }),
    data: { text, by: 'person' },
  });
  const publish = async (events: readonly object[]) => {
    const headers = { 'content-type': 'application/json' };
    const response = await request('/v1/events', { method: 'POST', headers, body: JSON.stringify(events) });
    const { results } = (await response.json()) as {
      results: { status: string; error?: { message: string; issues?: string[] } }[];
    };
    return { status: response.status, results };
  };

  test('is refused item by item when it is invalid, with path, found and expected; the rest is stored', async () => {
    const { status, results } = await publish([prompt(1), prompt(2, 5), prompt(3)]);

    expect(status).toBe(200);
    expect(results.map((one) => one.status)).toEqual(['stored', 'invalid', 'stored']);
    expect(results[1]!.error!.issues).toEqual(['data.text: found number 5, expected string or object']);
  });

  test('is answered with 422 when nothing of it could be stored', async () => {
    expect(await publish([prompt(4, 5)])).toMatchObject({ status: 422, results: [{ status: 'invalid' }] });
  });

  test('is refused when it is of a newer version, with what to upgrade', async () => {
    const newer = { ...prompt(5), type: 'hookline.prompt.submitted.v99' };

    const { results } = await publish([newer]);

    expect(results).toMatchObject([{ status: 'unknown-version' }]);
    expect(results[0]!.error!.message).toMatch(/prompt\.submitted/);
    expect(results[0]!.error!.message).toMatch(/99/);
    expect(results[0]!.error!.message).toMatch(/upgrade|update/i);
  });
});

describe('a question about what is not there is answered with 404', () => {
  test('for a session nobody knows, and what to do', async () => {
    expect(await refusalOf('/v1/sessions/claude-code:nobody')).toMatchObject({
      status: 404,
      code: 'not-found',
      message: expect.stringContaining('claude-code:nobody'),
      hint: expect.any(String),
    });
    const shown = await bus.hookline(['show', 'nobody-knows-this', '--json']);
    expect(shown.status).toBe(3);
    expect((JSON.parse(shown.errorText) as Refusal).error.message).toContain('nobody-knows-this');
  });

  test('for a position outside of the session or the log, with the valid range', async () => {
    const session = randomUUID();
    await capture(session, [begins]);
    const { firstPosition, lastPosition } = await bus.ask<{ firstPosition: number; lastPosition: number }>(
      `/v1/sessions/${session}`,
    );

    const ofSession = await refusalOf(`/v1/sessions/${session}/events?from=99999999`);
    expect(ofSession.status).toBe(404);
    expect(ofSession.message).toContain(String(firstPosition));
    expect(ofSession.message).toContain(String(lastPosition));
    const ofLog = await refusalOf('/v1/events/99999999');
    expect(ofLog.status).toBe(404);
    expect(ofLog.message).toMatch(/99999999.*\b1\b.*\d+/);
  });
});

describe('nothing is changed or started when', { timeout: 180_000 }, () => {
  test('the settings file of the harness is not JSON: the error names it and the place', async () => {
    const folder = join(dir.path, 'claude');
    mkdirSync(folder);
    const file = join(folder, 'settings.json');
    writeFileSync(file, '{\n  "hooks": {,\n}\n');

    const installed = await bus.hookline(['install', 'claude-code', '--yes'], { env: { CLAUDE_CONFIG_DIR: folder } });

    expect(installed.status).not.toBe(0);
    expect(installed.errorText).toContain(file);
    expect(installed.errorText).toMatch(/line 2/);
    expect(readFileSync(file, 'utf8')).toBe('{\n  "hooks": {,\n}\n');
  });

  test('a foreign process has the port: the error names the port and the setting', async () => {
    await using stranger = await listen(() => {});

    const started = await start({ HOOKLINE_PORT: String(stranger.port) });

    expect(started.status).not.toBe(0);
    expect(started.errorText).toContain(`port ${stranger.port}`);
    expect(started.errorText).toContain('HOOKLINE_PORT');
  });

  test('the broker at the given address is too old', async () => {
    await using old = await listen((socket) => socket.write('INFO {"version":"2.9.0","jetstream":true}\r\n'));

    const started = await start({ HOOKLINE_NATS_URL: `nats://127.0.0.1:${old.port}` });

    expect(started.status).not.toBe(0);
    expect(started.errorText).toMatch(/HOOKLINE_NATS_URL.* is version 2\.9\.0, but Hookline needs 2\.\d+ or newer/);
  });

  test('the given nats-server program is too old', async () => {
    const started = await start({ HOOKLINE_NATS_SERVER: program('nats-server', 'nats-server: v2.9.0') });

    expect(started.status).not.toBe(0);
    expect(started.errorText).toMatch(/is version 2\.9\.0, but Hookline needs 2\.\d+ or newer/);
  });

  test('the given PostgreSQL programs are too old', async () => {
    const bin = join(program('initdb', 'initdb (PostgreSQL) 12.3'), '..');
    program('postgres', 'postgres (PostgreSQL) 12.3');

    const started = await start({ HOOKLINE_POSTGRES_BIN: bin });

    expect(started.status).not.toBe(0);
    expect(started.errorText).toMatch(/12\.3.* needs 14 or newer/);
  });

  test('the database at the given address is too old', async () => {
    await using old = await listen(answerAsPostgres('12.3', 120_003));

    const started = await start({ HOOKLINE_DATABASE_URL: `postgres://someone@127.0.0.1:${old.port}/shop` });

    expect(started.status).not.toBe(0);
    expect(started.errorText).toMatch(/12\.3/);
    expect(started.errorText).toMatch(/14 or newer/);
  });

  /** Starts a second bus in a home of its own; it must end by itself. */
  async function start(env: Record<string, string>) {
    return bus.hookline(['start'], { env: { HOOKLINE_HOME: join(dir.path, `home-${randomUUID()}`), ...env } });
  }

  /** A program that does nothing but say its version. */
  function program(name: string, version: string): string {
    const file = join(oldPrograms, name);
    writeFileSync(file, `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 });
    return file;
  }
});
