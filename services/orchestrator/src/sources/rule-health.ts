import type { Database } from '@hookline/db';
import type { Health } from '@hookline/service';
import { everything, readSwitches } from '../switches/commands.ts';
import type { RuleBook } from './rule-book.ts';
import { faultLine } from './source.ts';

/** Tells health what is in force, paused, stopped and faulty. A fault is logged when it is new. */
export class RuleHealth {
  readonly #db: Database;
  readonly #health: Pick<Health, 'report'>;
  readonly #logger: { error(message: string): void };
  #logged: ReadonlySet<string> = new Set();

  constructor(parts: { db: Database; health: Pick<Health, 'report'>; logger: { error(message: string): void } }) {
    this.#db = parts.db;
    this.#health = parts.health;
    this.#logger = parts.logger;
  }

  async tell({ inForce, faults }: Pick<RuleBook, 'inForce' | 'faults'>): Promise<void> {
    const lines = faults.map(faultLine);
    for (const line of lines) if (!this.#logged.has(line)) this.#logger.error(`rule left out: ${line}`);
    this.#logged = new Set(lines);
    const switches = await readSwitches(this.#db.kysely);
    const stopped = switches.find(({ rule }) => rule === everything);
    const paused = switches.filter(({ rule }) => rule !== everything).map(({ rule }) => rule);
    const details = [
      ...(stopped === undefined ? [] : [`no rule acts: ${stopped.by} stopped them all (${stopped.reason})`]),
      ...lines,
    ];
    this.#health.report('rules', {
      ok: lines.length === 0,
      facts: { inForce: inForce.length, paused: paused.length, stopped: stopped !== undefined },
      ...(details.length > 0 && { detail: details.join('; ') }),
    });
  }
}
