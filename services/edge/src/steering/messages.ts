import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeWhole } from '../sessions/write-whole.ts';
import { type Message, type MessageMoment, message } from './message.ts';

const offer = z.object({
  /** Of the answer that holds it. */
  name: z.string(),
  surface: z.string(),
  call: z.string().optional(),
  atMs: z.number(),
});
export type Offer = z.infer<typeof offer>;

const outcome = z.object({
  outcome: z.enum(['delivered', 'expired', 'refused']),
  surface: z.string().optional(),
  call: z.string().optional(),
  reason: z.string().optional(),
  atMs: z.number(),
  /** The log has it. */
  told: z.boolean(),
});
export type Outcome = z.infer<typeof outcome>;

const kept = z.object({ message, offer: offer.optional(), ended: outcome.optional() });
export type KeptMessage = z.infer<typeof kept>;

/** Never more than the bus is told of at once. */
const keptMax = 500;
const atOnceMax = 3;
const charactersMax = 8_000;

/**
 * The messages that this edge has for the sessions of this machine, in a file, so that none is lost or told twice when it
 * starts anew. A message is waiting, in an answer that may still be taken, or ended.
 */
export class Messages {
  readonly #file: string;
  #all: KeptMessage[];

  constructor(file: string) {
    this.#file = file;
    this.#all = load(file);
  }

  /** The ids of all that it has, also of those that ended lately: the bus need not send them again. */
  known(): string[] {
    return this.#all.map(({ message: { message: id } }) => id);
  }

  all(): readonly KeptMessage[] {
    return this.#all;
  }

  waiting(): readonly Message[] {
    return this.#all.filter(({ offer: offered, ended }) => !offered && !ended).map(({ message: one }) => one);
  }

  /** Takes in what is new; answers whether anything was. What finds no room is sent again another time. */
  add(found: readonly Message[]): boolean {
    const known = new Set(this.known());
    const fresh = found.filter(({ message: id }) => !known.has(id));
    if (fresh.length === 0) return false;
    this.#all = [...this.#all, ...fresh.map((one) => ({ message: one }))];
    this.#trim();
    this.#save();
    return true;
  }

  /** These are over, as the bus knows. One in an answer stays until it is known whether that was taken. */
  forget(gone: readonly string[]): boolean {
    const ids = new Set(gone);
    const left = this.#all.filter(
      ({ message: { message: id }, offer: offered }) => offered !== undefined || !ids.has(id),
    );
    if (left.length === this.#all.length) return false;
    this.#all = left;
    this.#save();
    return true;
  }

  /** What a session is to be told at this moment: the oldest first, and no more than an answer holds. */
  for(session: string, moment: MessageMoment, nowMs: number): Message[] {
    const due = this.waiting().filter(
      ({ session: to, at, expiresAt }) => to === session && (at ?? moment) === moment && Date.parse(expiresAt) > nowMs,
    );
    let characters = 0;
    return due.slice(0, atOnceMax).filter(({ text }, index) => {
      characters += text.length;
      return index === 0 || characters <= charactersMax;
    });
  }

  /** These are in an answer from now on. Kept before the answer is there, so that none is ever told twice. */
  offered(messages: readonly Message[], of: Offer): void {
    this.#change(messages, (one) => ({ ...one, offer: of }));
  }

  /** Nobody took the answer: it waits for the next moment. */
  waitsAgain(one: Message): void {
    this.#change([one], ({ message: same }) => ({ message: same }));
  }

  ended(one: Message, as: Omit<Outcome, 'told'>): void {
    this.#change([one], ({ message: same }) => ({ message: same, ended: { ...as, told: false } }));
  }

  told(one: Message): void {
    this.#change([one], (all) => (all.ended === undefined ? all : { ...all, ended: { ...all.ended, told: true } }));
  }

  #change(messages: readonly Message[], to: (one: KeptMessage) => KeptMessage): void {
    const ids = new Set(messages.map(({ message: id }) => id));
    this.#all = this.#all.map((one) => (ids.has(one.message.message) ? to(one) : one));
    this.#save();
  }

  /** Those that ended and are told of go first; they are there so that they are not taken in again. */
  #trim(): void {
    while (this.#all.length > keptMax) {
      const over = this.#all.findIndex(({ ended }) => ended?.told === true);
      this.#all.splice(over === -1 ? this.#all.length - 1 : over, 1);
    }
  }

  #save(): void {
    writeWhole(this.#file, JSON.stringify(this.#all));
  }
}

function load(file: string): KeptMessage[] {
  try {
    return z.array(kept).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return [];
  }
}
