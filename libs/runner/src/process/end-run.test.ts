import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive, markOf } from '@hookline/servers';
import { expect, test } from 'vitest';
import { endRun, gently, isRunning, tagVariable } from './end-run.ts';

/** A shell that leads a group of its own, and says when it stands. */
async function start(script: string, tag: string) {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    env: { PATH: process.env.PATH, [tagVariable]: tag },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = await once(child.stdout, 'data');
  return { child, mark: markOf(child.pid!)!, said: String(said).trim() };
}

const quickly = [
  { signal: 'SIGINT', waitMs: 50 },
  { signal: 'SIGTERM', waitMs: 50 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

test('an interrupt is enough for who obeys it', async () => {
  const { child, mark } = await start('trap "exit 7" INT; echo up; while :; do sleep 0.1; done', 'a'.repeat(32));
  const status = once(child, 'exit');

  expect(await endRun({ mark, tag: 'a'.repeat(32) }, gently)).toBe(true);
  expect(await status).toEqual([7, null]);
});

test.skipIf(process.platform !== 'linux')(
  'whoever ignores signals is killed, with what it began in a session of its own',
  async () => {
    const tag = 'b'.repeat(32);
    const script = 'setsid sleep 600 & trap "" INT TERM; echo $!; while :; do sleep 0.1; done';
    const { mark, said } = await start(script, tag);
    const stray = markOf(Number(said));

    expect(stray).toBeDefined();
    expect(await endRun({ mark, tag }, quickly)).toBe(true);
    expect([isAlive(mark), isAlive(stray!), isRunning({ mark, tag })]).toEqual([false, false, false]);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a run whose leader is gone is found by its tag, and nobody else',
  async () => {
    const [tag, other] = ['c'.repeat(32), 'd'.repeat(32)];
    const stranger = await start('echo up; exec sleep 600', other);
    // A process that is just becoming another program has no environment for a moment: this one stays what it is.
    const left = await start(`setsid sh -c 'echo $$; while :; do sleep 600; done' &`, tag);
    const gone = { ...stranger.mark, startedAt: 'long ago' };

    expect(isRunning({ mark: gone, tag })).toBe(true);
    expect(await endRun({ mark: gone, tag }, quickly)).toBe(true);
    expect([markOf(Number(left.said)), isAlive(stranger.mark)]).toEqual([undefined, true]);
    stranger.child.kill('SIGKILL');
  },
);
