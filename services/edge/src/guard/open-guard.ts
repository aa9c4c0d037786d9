import { rmSync } from 'node:fs';
import { pause } from '@hookline/client';
import type { Health } from '@hookline/service';
import { Guard, type GuardParts } from './guard.ts';
import { sayUnguarded } from './guard-file.ts';
import { type GuardMode, PolicyPack } from './policy-pack.ts';

interface GuardSettings extends Omit<GuardParts, 'pack'> {
  /** Where the policies are kept. */
  readonly file: string;
  readonly mode: GuardMode;
  readonly bus: ConstructorParameters<typeof PolicyPack>[1];
  readonly health: Pick<Health, 'report'>;
  onTrouble(error: unknown): void;
}

const refreshEveryMs = 15_000;

/** The guard of an edge, and the loop that keeps its policies. With the guard off, hooks are told so once, and nothing is kept. */
export function openGuard(settings: GuardSettings): { guard: Guard; keepFresh(signal: AbortSignal): Promise<void> } {
  const { file, mode, bus, health, onTrouble, ...parts } = settings;
  if (mode === 'off') {
    rmSync(file, { force: true });
    sayUnguarded(parts.layout);
  }
  const pack = new PolicyPack(file, bus, mode);
  const guard = new Guard({ ...parts, pack });
  const report = () => {
    const { policies, unreadable, times } = pack;
    const enforced = policies.filter(({ file: { mode: itsMode } }) => itsMode === 'enforce').length;
    health.report('guard', {
      ok: unreadable.length === 0,
      facts: { mode, policies: policies.length, enforced, askedAtMs: times?.askedAtMs ?? null },
      ...(unreadable.length > 0 && { detail: `this build cannot read the policies ${unreadable.join(', ')}` }),
    });
  };
  return {
    guard,
    async keepFresh(signal) {
      if (mode === 'off') return;
      let attempt = 0;
      while (!signal.aborted) {
        let waitMs = refreshEveryMs;
        try {
          await pack.refresh(signal);
          guard.say(Date.now());
          attempt = 0;
        } catch (error) {
          if (signal.aborted) return;
          attempt += 1;
          waitMs = Math.min(refreshEveryMs, bus.waitMs(error, attempt));
          // A bus that starts is no trouble yet.
          if (attempt >= 5) onTrouble(error);
        }
        report();
        await pause(waitMs, signal);
      }
    },
  };
}
