import { readFileSync } from 'node:fs';
import { type Policy, parsePolicy } from '@hookline/rules';
import { z } from 'zod';
import type { BusLink } from '../send/bus-link.ts';
import { writeWhole } from '../sessions/write-whole.ts';

/** Off: no policy is known. Shadow: all are in shadow, whatever they say. Enforce: each as it says. */
export type GuardMode = 'off' | 'shadow' | 'enforce';

const packShape = z.looseObject({
  policies: z
    .array(
      z.looseObject({
        policy: z.string(),
        version: z.string(),
        mode: z.enum(['shadow', 'enforce']),
        onFailure: z.enum(['open', 'closed']),
        projects: z.array(z.string()).nullish(),
        text: z.string().max(100_000),
      }),
    )
    .max(1_000),
});
type Pack = z.infer<typeof packShape>;

const fileShape = z.object({ tag: z.string(), askedAtMs: z.number(), sinceMs: z.number(), pack: packShape });
type Kept = z.infer<typeof fileShape>;

const timeoutMs = 15_000;
const packLengthMax = 8 * 1024 ** 2;

/** The policies of the bus, in a file too. They hold until the bus says otherwise, however long ago that was. */
export class PolicyPack {
  readonly #file: string;
  readonly #bus: BusLink;
  readonly #mode: GuardMode;
  #kept: Kept | undefined;
  #policies: readonly Policy[] = [];
  #unreadable: readonly string[] = [];

  constructor(file: string, bus: BusLink, mode: GuardMode) {
    this.#file = file;
    this.#bus = bus;
    this.#mode = mode;
    if (mode !== 'off') this.#take(load(file));
  }

  get policies(): readonly Policy[] {
    return this.#policies;
  }

  /** Names of policies that this build cannot read. They decide nothing, and so fail as they say. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** When the bus was asked last, and since when there is anything to decide by. Unix milliseconds. */
  get times(): { readonly askedAtMs: number; readonly sinceMs: number } | undefined {
    return this.#kept;
  }

  /** Asks the bus what has changed. Throws when it cannot be asked. */
  async refresh(signal: AbortSignal): Promise<void> {
    if (this.#mode === 'off') return;
    const before = this.#kept;
    const response = await this.#bus.use((client) =>
      client.send('GET', '/v1/policies/pack', {
        ...(before !== undefined && { headers: { 'if-none-match': `"${before.tag}"` } }),
        accept: [304],
        signal,
        timeoutMs,
      }),
    );
    const askedAtMs = Date.now();
    if (response.status === 304 && before !== undefined) {
      this.#keep({ ...before, askedAtMs });
      return;
    }
    const text = await response.text();
    if (text.length > packLengthMax) throw new Error(`the policies have ${text.length} characters together`);
    const pack = packShape.parse(JSON.parse(text));
    const tag = /"([^"]*)"/.exec(response.headers.get('etag') ?? '')?.[1] ?? '';
    const sinceMs = before === undefined || before.pack.policies.length === 0 ? askedAtMs : before.sinceMs;
    const next = { tag, askedAtMs, sinceMs, pack };
    this.#take(next);
    this.#keep(next);
  }

  #keep(next: Kept): void {
    this.#kept = next;
    writeWhole(this.#file, JSON.stringify(next));
  }

  #take(kept: Kept | undefined): void {
    this.#kept = kept;
    const unreadable: string[] = [];
    this.#policies = (kept?.pack.policies ?? []).map((one) => {
      const policy = readable(one) ?? unreadablePolicy(one);
      if (policy.conditions.length === 1 && policy.conditions[0]!.source === '') unreadable.push(one.policy);
      return this.#mode === 'shadow' ? { ...policy, file: { ...policy.file, mode: 'shadow' } } : policy;
    });
    this.#unreadable = unreadable;
  }
}

/** The version is that of the file on the bus, of which this may be a part. */
function readable({ policy, text, version }: Pack['policies'][number]): Policy | undefined {
  try {
    return { ...parsePolicy(text, policy), version };
  } catch {
    return undefined;
  }
}

/** Stands for a policy of a newer build: it throws whenever it is asked, and so fails open or closed. */
function unreadablePolicy({ policy, version, mode, onFailure, projects }: Pack['policies'][number]): Policy {
  return {
    name: policy,
    version,
    file: {
      policy,
      on: 'tool.started',
      mode,
      onFailure,
      ...(projects && { projects }),
      clauses: [{ where: '', decide: 'deny', reason: 'it cannot be read' }],
      askElse: 'deny',
      budgetMs: 40,
      tests: [],
    },
    conditions: [
      {
        source: '',
        evaluate: () => {
          throw new Error('this build cannot read the policy');
        },
      },
    ],
  };
}

function load(file: string): Kept | undefined {
  try {
    return fileShape.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
