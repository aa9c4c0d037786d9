import { readFileSync } from 'node:fs';
import type { ToldBefore } from '@hookline/memory';
import { z } from 'zod';
import { writeWhole } from '../sessions/write-whole.ts';

const sessionsMax = 100;
const memoriesMax = 200;
const agentsMax = 20;

const session = z.object({ tokens: z.number(), agents: z.record(z.string(), z.array(z.string())) });
const file = z.array(z.tuple([z.string(), session]));

type ToldSession = z.infer<typeof session>;

/** What the sessions of this machine were told, kept over restarts: each memory once, and so many tokens in all. */
export class Told {
  readonly #file: string;
  readonly #sessions: Map<string, ToldSession>;

  constructor(path: string) {
    this.#file = path;
    this.#sessions = new Map(load(path));
  }

  /** Each agent of a session has a memory of its own; what they are told counts together. */
  of(session: string, agent: string): ToldBefore {
    const found = this.#sessions.get(session);
    return { memories: new Set(found?.agents[agent] ?? []), tokens: found?.tokens ?? 0 };
  }

  add(session: string, agent: string, { memories, tokens }: { memories: readonly string[]; tokens: number }): void {
    const before = this.#sessions.get(session) ?? { tokens: 0, agents: {} };
    const agents = { ...before.agents };
    if (agents[agent] !== undefined || Object.keys(agents).length < agentsMax) {
      agents[agent] = [...new Set([...(agents[agent] ?? []), ...memories])].slice(-memoriesMax);
    }
    this.#put(session, { tokens: before.tokens + tokens, agents });
  }

  /** An agent that has forgotten may be told again. */
  forgets(session: string, agent: string): void {
    const before = this.#sessions.get(session);
    if (before?.agents[agent] === undefined) return;
    const { [agent]: _, ...agents } = before.agents;
    this.#put(session, { ...before, agents });
  }

  #put(session: string, told: ToldSession): void {
    this.#sessions.delete(session);
    this.#sessions.set(session, told);
    if (this.#sessions.size > sessionsMax) this.#sessions.delete(this.#sessions.keys().next().value!);
    writeWhole(this.#file, JSON.stringify([...this.#sessions]));
  }
}

function load(path: string): z.infer<typeof file> {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
}
