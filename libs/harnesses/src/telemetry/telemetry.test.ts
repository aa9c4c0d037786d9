import { readFileSync } from 'node:fs';
import { readTelemetry, type TelemetryRecord } from '@hookline/otlp';
import { type BusEvent, checkEvent, readEvent } from '@hookline/schemas';
import { describe, expect, test } from 'vitest';
import { edgeWith, recordedHooks } from '../claude-code/recorded.ts';
import { recordedAt } from '../conformance/adapter-run.ts';
import { findTelemetry } from './translators.ts';

const folder = new URL('../../../../test/recordings/otlp/', import.meta.url);
// biome-ignore lint/suspicious/noExplicitAny: lines of four recorders
const lines = (name: string): any[] =>
  readFileSync(new URL(`${name}.jsonl`, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const claude = () =>
  (['logs', 'traces'] as const).flatMap((signal) =>
    lines(`claude-code.${signal}`).flatMap(
      ({ body }) => readTelemetry(signal, 'json', Buffer.from(JSON.stringify(body))).records,
    ),
  );

const plain = { resource: {}, scope: '', serviceVersion: undefined };
const codex = (): TelemetryRecord[] =>
  lines('codex.logs').map(({ n, a }) => ({
    ...plain,
    signal: 'log',
    service: 'codex_exec',
    name: n,
    timeMs: 1,
    attributes: a,
  }));
const msOf = ([seconds, nanoseconds]: [number, number]) => seconds * 1000 + Math.trunc(nanoseconds / 1e6);
const gemini = (): TelemetryRecord[] =>
  lines('gemini-cli.telemetry').map(({ k, v }) => ({
    ...plain,
    signal: k.startsWith('span:') ? 'span' : 'log',
    service: 'gemini-cli',
    name: k.slice(k.indexOf(':') + 1),
    timeMs: msOf(v.startTime ?? v.hrTime),
    ...(v.endTime && { endMs: msOf(v.endTime) }),
    attributes: v.attributes,
  }));
const openCode = (): TelemetryRecord[] =>
  lines('opencode.spans').map(({ name, start, end, attributes }) => ({
    ...plain,
    signal: 'span',
    service: 'opencode',
    name,
    timeMs: Number(start.slice(0, -6)),
    endMs: Number(end.slice(0, -6)),
    attributes,
  }));

function told(records: readonly TelemetryRecord[]) {
  return records.flatMap((record) =>
    (findTelemetry(record)?.translate(record, recordedAt) ?? []).map(({ event, when }) => ({
      when,
      event: readEvent(checkEvent(event)) as BusEvent,
    })),
  );
}

describe('Claude Code', () => {
  const facts = told(claude());
  const seen = () => {
    const edge = edgeWith();
    for (const hook of recordedHooks('32-otel-hooks')) edge.hook(hook);
    return edge.seen();
  };

  test('tells no call that hooks did not tell under the same id', () => {
    const known = new Map(seen().map((event) => [event.id, event]));
    const calls = facts.filter(({ when }) => when === 'unless-known');

    expect(calls.length).toBeGreaterThan(20);
    expect(calls.filter(({ event }) => !known.has(event.id)).map(({ event }) => [event.kind, event.subject])).toEqual(
      [],
    );
    for (const { event } of calls) {
      expect([event.id, event.kind]).toEqual([event.id, known.get(event.id)!.type.split('.').slice(1, 3).join('.')]);
    }
  });

  test('tells words and usage only where nobody else does', () => {
    const kinds = new Set(facts.filter(({ when }) => when === 'alone').map(({ event }) => event.kind));

    expect([...kinds].sort()).toEqual(['message.sent', 'model.called', 'prompt.submitted']);
  });
});

test('Codex: what telemetry calls a success is a failure when the command says so', () => {
  const records = codex();
  const shell = records.find(({ attributes }) => attributes.tool_name === 'exec_command' && attributes.output)!;
  const output = 'Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 1\nOutput:\nno\n';
  const failing = { ...shell, attributes: { ...shell.attributes, call_id: 'c2', success: 'true', output } };

  expect(told(records).map(({ event }) => [event.kind, (event.data as { call: string }).call])).toEqual([
    ['tool.started', 'call_sh_ok'],
    ['tool.finished', 'call_sh_ok'],
    // It was refused before it ran.
    ['tool.failed', 'call_patch_fail'],
  ]);
  expect(told([failing]).at(-1)).toMatchObject({
    when: 'unless-known',
    event: { kind: 'tool.failed', data: { exitCode: 1 } },
  });
  expect(told([{ ...failing, attributes: { ...failing.attributes, agent_name: '/root/helper' } }])).toEqual([]);
});

test('Gemini CLI: a span of a tool is a call with the id that the chat file has', () => {
  const facts = told(gemini());

  expect(facts.map(({ event }) => [event.kind, event.session])).toEqual([
    ['tool.started', 'gemini-cli:a4603570-8ca4-44e2-b570-74b9b7534936'],
    ['tool.finished', 'gemini-cli:a4603570-8ca4-44e2-b570-74b9b7534936'],
  ]);
  expect(facts[0]!.event.data).toMatchObject({
    call: 'read_file__read_file_1795366540843_0',
    input: { file_path: '/home/dev/shop-api/cart.js' },
  });
});

test('OpenCode: spans join a session and never make one, and do not guess how a shell exited', () => {
  const [shellSpan] = openCode().filter(({ name }) => name === 'Tool.execute');
  const reading = {
    ...shellSpan!,
    attributes: { ...shellSpan!.attributes, 'tool.name': 'read', 'tool.call_id': 'c9' },
  };
  const facts = told([...openCode(), reading]);

  expect(new Set(facts.map(({ when }) => when))).toEqual(new Set(['joins']));
  const shell = facts.filter(({ event }) => (event.data as { tool: string }).tool === 'bash');
  expect(new Set(shell.map(({ event }) => event.kind))).toEqual(new Set(['tool.started']));
  expect(facts.some(({ event }) => event.kind === 'tool.finished')).toBe(true);
});

test('Goose is known and tells nothing that could be joined', () => {
  const record: TelemetryRecord = {
    ...plain,
    signal: 'span',
    service: 'goose',
    name: 'execute_tool',
    timeMs: 1,
    attributes: { 'gen_ai.conversation.id': '20261122_1', 'gen_ai.tool.call.id': 'c' },
  };

  expect([findTelemetry(record)?.harness, told([record])]).toEqual(['goose', []]);
});

test('any odd attribute gives valid facts or none', () => {
  const odd = [null, '', 0, -1, true, [], {}, 'x'.repeat(5_000), '\u0000', Number.MAX_SAFE_INTEGER];
  for (const record of [...claude().slice(0, 60), ...codex(), ...gemini(), ...openCode()]) {
    for (const key of Object.keys(record.attributes)) {
      for (const value of odd) {
        const changed = { ...record, attributes: { ...record.attributes, [key]: value as string } };
        expect(() => told([changed])).not.toThrow();
      }
    }
  }
});
