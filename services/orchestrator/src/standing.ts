import type { Health } from '@hookline/service';

/** Tells health how the loops of the orchestrator are: well only when none stands still. */
export class Standing {
  readonly #health: Pick<Health, 'report'>;
  readonly #troubles = new Map<string, string>();
  #position: number | undefined;
  #leftOut = 0;
  #lastLeftOut: string | undefined;

  constructor(health: Pick<Health, 'report'>) {
    this.#health = health;
  }

  reached(position: number): void {
    this.#position = position;
    this.#troubles.delete('matching');
    this.#tell();
  }

  stopped(loop: string, error: unknown): void {
    this.#troubles.set(loop, error instanceof Error ? error.message : String(error));
    this.#tell();
  }

  goesOn(loop: string): void {
    if (this.#troubles.delete(loop)) this.#tell();
  }

  /** A firing that could not be done. It stays told until the process starts anew; nothing stands still for it. */
  leftOut(sentence: string): void {
    this.#leftOut += 1;
    this.#lastLeftOut = sentence;
    this.#tell();
  }

  #tell(): void {
    const details = [...this.#troubles].map(([loop, trouble]) => `${loop} stands still: ${trouble}`);
    const ok = details.length === 0;
    if (this.#lastLeftOut !== undefined) details.push(this.#lastLeftOut);
    this.#health.report('orchestrator', {
      ok,
      facts: { position: this.#position ?? null, leftOut: this.#leftOut },
      ...(details.length > 0 && { detail: details.join('; ') }),
    });
  }
}
