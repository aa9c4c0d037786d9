/** What one part of the system says of itself. Facts are small values for people and metrics: lags, counts, ages. */
export interface HealthReport {
  readonly ok: boolean;
  /** One sentence for a person: what is wrong and what to do, or what it is doing. */
  readonly detail?: string;
  readonly facts?: Readonly<Record<string, number | string | boolean | null>>;
}

/** A report with the time it was made, RFC 3339. */
export interface DatedReport extends HealthReport {
  readonly at: string;
}

/** Collects what the parts of this process say of themselves. */
export class Health {
  readonly #reports = new Map<string, DatedReport>();

  report(part: string, report: HealthReport): void {
    this.#reports.set(part, { ...report, at: new Date().toISOString() });
  }

  snapshot(): Record<string, DatedReport> {
    return Object.fromEntries(this.#reports);
  }
}
