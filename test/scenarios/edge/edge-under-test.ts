import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BusLink, type EdgeParts, runEdge } from '@hookline/edge';
import { createRedactor } from '@hookline/redaction';
import { Health } from '@hookline/service';
import { formatHeader, Spool } from '@hookline/spool';
import { countingAdapter } from './counting-adapter.ts';

/** An edge of a home, running in this process until it is disposed of. */
export function startEdge(home: string, url: string, options: Partial<EdgeParts> & { token?: string } = {}) {
  const stop = new AbortController();
  const health = new Health();
  const { token, ...parts } = options;
  const tokenFile = join(home, 'token');
  const bus = new BusLink({ url, token, tokenFile, refusedWaitMs: 50 });
  const logger = { warn: () => {}, info: () => {} };
  const redactor = createRedactor({ key: 'k'.repeat(32) });
  const harnesses = [countingAdapter];
  const running = runEdge(
    { home, host: 'laptop', actor: 'dev', bus, redactor, harnesses, health, logger, ...parts },
    stop.signal,
  );
  return {
    health: () => health.snapshot().edge,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running;
    },
  };
}

/** A spool that shims write to. */
export function shimsOf(home: string, harness = 'counting', projectDir = home) {
  const spool = Spool.open(join(home, 'spool'));
  let number = 0;
  const write = (session: string, text: string): string => {
    number += 1;
    const name = `${session}.${number}.0`;
    writeFileSync(join(spool.layout.entries, name), text);
    return name;
  };
  return {
    spool,
    /** Leaves a payload as a shim would. */
    capture: (session: string, payload: object): string =>
      write(session, `${formatHeader({ harness, shimVersion: '1', projectDir })}${JSON.stringify(payload)}\n`),
    /** Leaves anything. */
    write,
    isEmpty: async () => (await spool.list()).length === 0,
  };
}

/** Lets a home have a token. */
export function giveToken(home: string, token: string): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'token'), `${token}\n`);
}
