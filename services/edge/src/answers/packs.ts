import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type KnownPack, knownPack, type Pack, packLengthMax } from '@hookline/memory';
import { shortHash } from '@hookline/schemas';
import { z } from 'zod';
import type { BusLink } from '../send/bus-link.ts';
import { writeWhole } from '../sessions/write-whole.ts';

/** Whose pack it is: a person in a project, as events name them. */
export interface PackOwner {
  readonly project: string;
  readonly actor: string;
}

interface Held {
  readonly tag: string;
  /** When the bus said last that this is how it is, Unix milliseconds. */
  askedAtMs: number;
  readonly known: KnownPack;
}

/** So long an edge answers by itself when the bus cannot be asked. */
export const packValidMs = 15 * 60_000;

const packsMax = 50;
const timeoutMs = 5_000;

const packShape = z.looseObject({
  format: z.literal(1),
  project: z.string(),
  entries: z.array(
    z.looseObject({
      id: z.string(),
      kind: z.string(),
      about: z.string(),
      statement: z.string(),
      trust: z.string(),
      sessions: z.number(),
      lastSeen: z.string(),
      anchors: z.array(z.string()),
      words: z.string(),
    }),
  ),
});
const fileShape = z.object({ tag: z.string(), askedAtMs: z.number(), pack: packShape });

/** The packs of the projects at work here, kept in files too, so that a new edge answers before the bus does. */
export class Packs {
  readonly #folder: string;
  readonly #bus: BusLink;
  readonly #held = new Map<string, Held>();

  constructor(folder: string, bus: BusLink) {
    this.#folder = folder;
    this.#bus = bus;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The pack, with how long it may be answered from; undefined where there is none, or an old one. */
  of(owner: PackOwner, nowMs: number): { known: KnownPack; untilMs: number } | undefined {
    const name = nameOf(owner);
    const held = this.#held.get(name) ?? this.#load(name);
    if (held === undefined || nowMs - held.askedAtMs >= packValidMs || held.askedAtMs > nowMs + packValidMs)
      return undefined;
    return { known: held.known, untilMs: held.askedAtMs + packValidMs };
  }

  /** Asks the bus what has changed. Throws when it cannot be asked. */
  async refresh(owner: PackOwner, signal: AbortSignal): Promise<void> {
    const name = nameOf(owner);
    const held = this.#held.get(name) ?? this.#load(name);
    const response = await this.#bus.use((client) =>
      client.send('GET', '/v1/recall/pack', {
        query: { project: owner.project, actor: owner.actor },
        ...(held !== undefined && { headers: { 'if-none-match': `"${held.tag}"` } }),
        accept: [304],
        signal,
        timeoutMs,
      }),
    );
    const askedAtMs = Date.now();
    if (response.status === 304 && held !== undefined) {
      held.askedAtMs = askedAtMs;
      return;
    }
    const text = await response.text();
    if (text.length > packLengthMax * 2) throw new Error(`the pack of ${owner.project} has ${text.length} characters`);
    const pack = packShape.parse(JSON.parse(text)) as unknown as Pack;
    const tag = /"([^"]*)"/.exec(response.headers.get('etag') ?? '')?.[1] ?? '';
    this.#keep(name, { tag, askedAtMs, known: knownPack(pack) });
    writeWhole(this.#file(name), JSON.stringify({ tag, askedAtMs, pack }));
  }

  /** Forgets the files of packs that nobody asked for in a while. */
  forgetOld(nowMs: number): void {
    for (const name of readdirSync(this.#folder)) {
      const file = join(this.#folder, name);
      const found = statSync(file, { throwIfNoEntry: false });
      if (found !== undefined && nowMs - found.mtimeMs > 24 * 3_600_000) rmSync(file, { force: true });
    }
  }

  #keep(name: string, held: Held): void {
    this.#held.delete(name);
    this.#held.set(name, held);
    if (this.#held.size > packsMax) this.#held.delete(this.#held.keys().next().value!);
  }

  #load(name: string): Held | undefined {
    try {
      const { tag, askedAtMs, pack } = fileShape.parse(JSON.parse(readFileSync(this.#file(name), 'utf8')));
      const held = { tag, askedAtMs, known: knownPack(pack as unknown as Pack) };
      this.#keep(name, held);
      return held;
    } catch {
      return undefined;
    }
  }

  #file(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

function nameOf({ project, actor }: PackOwner): string {
  return shortHash(JSON.stringify([project, actor]));
}
