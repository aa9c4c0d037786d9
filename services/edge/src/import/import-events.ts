import type { Redactor } from '@hookline/redaction';
import { redactEach } from '../record/redact-rows.ts';
import type { ImportTally } from './import-report.ts';
import type { BatchSender } from './send-in-batches.ts';

const eventsAtOnce = 200;
const charactersAtOnce = 8 * 2 ** 20;

/** Sends events that were recorded before, as they were, their secrets taken out should they hold any. */
export class EventImporter {
  readonly #redactor: Redactor;
  readonly #sender: BatchSender;
  readonly #tally: ImportTally;
  #waiting: Record<string, unknown>[] = [];
  #characters = 0;
  /** How many were given so far. */
  events = 0;

  constructor(redactor: Redactor, sender: BatchSender, tally: ImportTally) {
    this.#redactor = redactor;
    this.#sender = sender;
    this.#tally = tally;
  }

  /** Resolves with true when some were handed on. */
  async add(event: Record<string, unknown>, characters = 1_000): Promise<boolean> {
    this.#waiting.push(event);
    this.#characters += characters;
    this.events += 1;
    if (this.#waiting.length < eventsAtOnce && this.#characters < charactersAtOnce) return false;
    await this.finish();
    return true;
  }

  /** Hands on what waits. */
  async finish(): Promise<void> {
    const redacted = (await redactEach(this.#redactor, this.#waiting)) as (Record<string, unknown> | undefined)[];
    for (const event of redacted) {
      if (event === undefined) this.#tally.refuse('an event nests too deeply to be looked through for secrets');
      else await this.#sender.add({ id: String(event.id), json: JSON.stringify(event) });
    }
    this.#waiting = [];
    this.#characters = 0;
  }
}
