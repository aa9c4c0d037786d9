import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, freePort, tempDir } from '@hookline/testing';
import { expect, test } from 'vitest';
import { caughtUp, recordingsFolder, startBus } from '../scenarios/support/bus.ts';
import { findCollector, whyNoCollector } from './build-collector.ts';

const tour = 'claude-code:c54def29-af46-45fd-b416-d4cb747580b4';
const missing = whyNoCollector();
if (missing) process.stderr.write(`no OpenTelemetry Collector here: ${missing}\n`);

test.skipIf(missing !== undefined)(
  'a collector takes every span of a session, and the same spans when it is sent again',
  async () => {
    await using resources = new AsyncDisposableStack();
    const folder = resources.use(await tempDir());
    const port = await freePort();
    const collector = await startCollector(await findCollector(), folder.path, port);
    resources.defer(() => collector.stop());
    const bus = resources.use(await startBus());
    await bus.hookline('import', join(recordingsFolder, 'transcripts', '01-tour.main.jsonl'));
    await caughtUp(bus);
    const send = () =>
      bus.hookline('export', tour, '--format', 'otlp', '--content', '--to', `http://127.0.0.1:${port}`);

    expect((await send()).exitCode).toBe(0);
    const first = await collector.spans(1);
    expect((await send()).exitCode).toBe(0);
    const both = await collector.spans(2);

    const { calls } = (await bus.client.session(tour)) as unknown as { calls: number };
    expect(first.filter(({ name }) => name.startsWith('execute_tool'))).toHaveLength(calls);
    expect(first.filter(({ name }) => name.startsWith('invoke_agent')).length).toBeGreaterThan(0);
    expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
    expect(both.slice(first.length)).toEqual(first);
    expect(collector.said()).toContain('gen_ai.conversation.id');
  },
);

interface Taken {
  readonly id: string;
  readonly name: string;
}

async function startCollector(program: string, folder: string, port: number) {
  const config = join(folder, 'collector.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      receivers: { otlp: { protocols: { http: { endpoint: `127.0.0.1:${port}` } } } },
      exporters: { debug: { verbosity: 'detailed' } },
      service: {
        telemetry: { metrics: { level: 'none' } },
        pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } },
      },
    }),
  );
  const child: ChildProcess = spawn(program, ['--config', `file:${config}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  await eventually(() => text.includes('Everything is ready'), { timeoutMs: 60_000, what: 'the collector is ready' });
  const spans = (): Taken[] =>
    [...text.matchAll(/^ {4}ID +: (\w+)\n {4}Name +: (.*)$/gm)].map(([, id = '', name = '']) => ({ id, name }));
  return {
    said: () => text,
    /** What it took, once it took so many requests whole. */
    spans: (requests: number) =>
      eventually(() => text.split('"otelcol.signal": "traces"').length > requests && spans(), {
        timeoutMs: 30_000,
        what: `${requests} requests were taken`,
      }),
    stop: async () => {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
    },
  };
}
