import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { answersLayout } from '@hookline/harnesses';
import { homeOf } from '@hookline/service/home';
import { z } from 'zod';
import type { Surroundings } from '../command.ts';
import { count, duration } from '../render/words.ts';
import type { Finding } from './finding.ts';

/** Policies older than this were not asked for again: the edge asks four times a minute. */
const ageMaxMs = 5 * 60_000;

const kept = z.object({
  askedAtMs: z.number(),
  pack: z.looseObject({ policies: z.array(z.looseObject({ policy: z.string(), mode: z.string() })) }),
});

/** Whether calls of this machine are guarded, by which policies, how old those are, and whether anybody answers. */
export function examineGuard({ env }: Surroundings): Finding[] {
  const home = homeOf(env);
  const { guard } = answersLayout(home);
  const policies = read(join(home, 'edge', 'policies.json'));
  const need = textOf(guard)?.split('\n')[0];
  if (policies === undefined && need === undefined) return [];
  const of = { part: 'guard' } as const;
  const findings: Finding[] = [];
  if (policies !== undefined) {
    const ageMs = Date.now() - policies.askedAtMs;
    const enforced = policies.pack.policies.filter(({ mode }) => mode === 'enforce').length;
    const all = count(policies.pack.policies.length, 'policy', 'policies');
    findings.push({
      ...of,
      level: ageMs > ageMaxMs ? 'warning' : 'ok',
      message: `${all} (${enforced} enforced), as the bus said ${duration(ageMs)} ago`,
      ...(ageMs > ageMaxMs && { advice: 'they hold until the edge hears otherwise: is the bus up?' }),
    });
  }
  if (need === undefined) return findings;
  if (isAnswered(guard)) {
    return [
      ...findings,
      { ...of, level: 'ok', message: `calls wait for a decision; without one they are ${fails(need)}` },
    ];
  }
  return [
    ...findings,
    {
      ...of,
      level: need === 'closed' ? 'problem' : 'warning',
      message: `nobody answers whether calls may run: they are ${fails(need)}`,
      advice: `start the edge; to end guarding, start it with HOOKLINE_GUARD=off, or remove ${guard}`,
    },
  ];
}

const fails = (need: string) => (need === 'closed' ? 'denied' : 'run');

function isAnswered(guard: string): boolean {
  return (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0) > Date.now();
}

function read(file: string): z.infer<typeof kept> | undefined {
  try {
    return kept.parse(JSON.parse(textOf(file) ?? ''));
  } catch {
    return undefined;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
