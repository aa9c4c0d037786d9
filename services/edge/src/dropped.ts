import { readFileSync } from 'node:fs';
import { eventId, newEvent } from '@hookline/schemas';
import { z } from 'zod';
import { type EdgeStep, outgoing } from './edge-step.ts';
import { writeWhole } from './sessions/write-whole.ts';

const report = z.object({
  /** How many drops the log knows of. */
  told: z.number(),
  /** A report on its way: it is sent with the same numbers until it arrived. */
  telling: z.object({ upTo: z.number(), at: z.string() }).optional(),
});

/** Tells the log how many captured payloads shims had to drop because the spool was full, each drop once. */
export class DropReport {
  readonly #file: string;
  readonly #where: { readonly tenant: string; readonly host: string; readonly home: string };
  #state: z.infer<typeof report>;
  #underWay = false;

  constructor(file: string, where: { tenant: string; host: string; home: string }) {
    this.#file = file;
    this.#where = where;
    this.#state = load(file);
  }

  /** The step that tells of drops not told yet; undefined when there are none, or one is under way. */
  next(droppedEver: number, nowMs: number): EdgeStep | undefined {
    if (this.#underWay) return undefined;
    if (droppedEver < this.#state.told) this.#state = { told: 0 };
    if (this.#state.telling === undefined) {
      if (droppedEver === this.#state.told) return undefined;
      this.#state = { ...this.#state, telling: { upTo: droppedEver, at: new Date(nowMs).toISOString() } };
      writeWhole(this.#file, JSON.stringify(this.#state));
    }
    const { told, telling } = this.#state;
    const { tenant, host, home } = this.#where;
    const event = newEvent({
      kind: 'capture.dropped',
      id: eventId('capture.dropped', host, home, told, telling!.upTo),
      source: `urn:hookline:${host}:edge`,
      time: telling!.at,
      tenant,
      origin: 'derived',
      data: { entries: telling!.upTo - told, reason: 'the spool was full' },
    });
    this.#underWay = true;
    return {
      session: '-',
      events: outgoing([event]),
      onSettled: () => {
        this.#underWay = false;
        this.#state = { told: telling!.upTo };
        writeWhole(this.#file, JSON.stringify(this.#state));
      },
    };
  }
}

function load(file: string): z.infer<typeof report> {
  try {
    return report.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { told: 0 };
  }
}
