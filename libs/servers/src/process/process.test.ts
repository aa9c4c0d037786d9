import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../temp-folder.ts';
import { backoffMs } from './backoff.ts';
import { endProcess } from './end-process.ts';
import { takeLockFile } from './lock-file.ts';
import { isAlive, markOf, parseProcStat } from './process-mark.ts';
import { endOrphan } from './supervised-child.ts';

test('reads state and start time even when the program has brackets in its name', () => {
  const rest = 'S 1 42 42 0 -1 4194304 100 0 0 0 5 1 0 0 20 0 1 0 987654 1000 10';

  expect(parseProcStat(`42 (a) b (c) ${rest}`)).toEqual({ state: 'S', startTicks: '987654' });
});

test('tells a process from a later one with its number', () => {
  const own = markOf(process.pid)!;

  expect(isAlive(own)).toBe(true);
  expect(isAlive({ ...own, startedAt: 'another time' })).toBe(false);
});

test('lets one process have a lock until it is released', async () => {
  await using dir = await tempFolder();
  const path = join(dir.path, 'lock');
  const first = takeLockFile(path);

  expect(takeLockFile(path)).toEqual({ heldBy: markOf(process.pid) });
  if ('release' in first) first.release();
  expect(takeLockFile(path)).toHaveProperty('release');
  expect(readdirSync(dir.path)).toEqual(['lock']);
});

test('takes over the lock of a dead process, and one that is not readable', async () => {
  await using dir = await tempFolder();
  const path = join(dir.path, 'lock');
  for (const left of [JSON.stringify({ pid: process.pid, startedAt: 'long ago' }), '{"pid":']) {
    writeFileSync(path, left);

    const lock = takeLockFile(path);

    expect(lock).toHaveProperty('release');
    if ('release' in lock) lock.release();
  }
});

test('goes on to the next signal when a process does not obey the first', async () => {
  const stubborn = spawn('/bin/sh', ['-c', 'trap "" TERM; echo up; while :; do sleep 1; done'], { detached: true });
  await once(stubborn.stdout, 'data');
  const mark = markOf(stubborn.pid!)!;

  const steps = [
    { signal: 'SIGTERM', waitMs: 50 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const;

  expect(await endProcess(mark, steps)).toBe(true);
  expect(isAlive(mark)).toBe(false);
  process.kill(-mark.pid, 'SIGKILL');
});

test('ends the process a record names, but never a stranger with its number', async () => {
  await using dir = await tempFolder();
  const record = join(dir.path, 'server.process.json');
  const child = spawn('sleep', ['600']);
  const mark = markOf(child.pid!)!;
  const steps = [{ signal: 'SIGTERM', waitMs: 5_000 }] as const;

  writeFileSync(record, JSON.stringify({ ...mark, startedAt: 'long ago' }));
  expect(await endOrphan(record, steps)).toBe(false);
  expect(isAlive(mark)).toBe(true);

  writeFileSync(record, JSON.stringify(mark));
  expect(await endOrphan(record, steps)).toBe(true);
  expect(isAlive(mark)).toBe(false);
  expect(existsSync(record)).toBe(false);
});

test('pauses longer after each failure, up to five seconds', () => {
  expect([0, 1, 2, 3, 50].map(backoffMs)).toEqual([50, 50, 100, 200, 5_000]);
});
