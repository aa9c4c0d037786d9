import type { Database, Trx } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { parseRule, type Rule, RuleError } from '@hookline/rules';
import { Checks } from './check.ts';
import { publish, withdraw } from './publish.ts';
import { type Found, settle } from './settle.ts';
import type { Fault, Source } from './source.ts';
import { SourceError } from './source.ts';

/** A rule in force, with the place of the log from which on it may act. */
export interface SourcedRule {
  readonly rule: Rule;
  /** The file's text. */
  readonly source: string;
  readonly gate: number;
  /** The engine's clock when it came into force, Unix milliseconds. */
  readonly sinceMs: number;
}

/**
 * The rules in force, as their sources say. Only the leader of the orchestrator keeps one. What it finds wrong is in the
 * table `rule_faults`, for whoever asks.
 */
export class RuleBook {
  readonly #db: Database;
  readonly #log: Pick<EventLog, 'head'>;
  readonly #sources: readonly Source[];
  readonly #checks = new Checks();
  #inForce: readonly SourcedRule[] = [];
  #faults: readonly Fault[] = [];
  #told: string | undefined;

  constructor({ db, log, sources }: { db: Database; log: Pick<EventLog, 'head'>; sources: readonly Source[] }) {
    this.#db = db;
    this.#log = log;
    this.#sources = sources;
  }

  /** As they were read last. */
  get inForce(): readonly SourcedRule[] {
    return this.#inForce;
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Reads every source and brings into force, or withdraws, what follows from it. */
  async reload(): Promise<void> {
    // Before the sources: what somebody publishes over HTTP meanwhile is found there, and never taken for gone.
    const standing = await this.#standing();
    const found: Found[] = [];
    for (const source of this.#sources) found.push(await this.#read(source));
    const settled = settle(found, standing);
    for (const { rule, text, checks } of settled.offered) {
      const { origin, path, commit } = text;
      const stands = standing.find(({ name }) => name === rule.name);
      if (stands?.version === rule.version && stands.path === path && stands.commit === (commit ?? null)) continue;
      const by = await text.by().catch(() => 'unknown');
      const { last: gate } = await this.#log.head();
      await this.#db.transaction(async (trx) => {
        if (origin === 'api' && !(await isUploaded(trx, rule.name, text.text))) return;
        await publish(trx, {
          name: rule.name,
          version: rule.version,
          text: text.text,
          origin,
          path,
          commit,
          by,
          gate,
          checks,
        });
      });
    }
    for (const name of settled.withdrawn) {
      await this.#db.transaction((trx) => withdraw(trx, name, gone));
    }
    const { inForce, faults } = rulesOf(
      await this.#standing(),
      settled.offered.map(({ rule }) => rule),
    );
    this.#inForce = inForce;
    this.#faults = [...settled.faults, ...faults];
    await this.#tell();
  }

  /** Rings when a source says that it changed, until `signal` aborts. */
  watch(signal: AbortSignal, onChange: () => void): void {
    for (const source of this.#sources) source.watch(signal, onChange);
  }

  async #read(source: Source): Promise<Found> {
    const { origin, name } = source;
    const has = (path: string) => source.has(path);
    try {
      return { origin, name, has, checked: await this.#checks.of(source, await source.read()) };
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      return { origin, name, has, checked: [], unreadable: error.message };
    }
  }

  async #standing() {
    return await this.#db.kysely
      .selectFrom('rules')
      .select(['name', 'version', 'origin', 'path', 'commit', 'source', 'gate', 'publishedAtClock'])
      .where('withdrawnAt', 'is', null)
      .orderBy('name')
      .execute();
  }

  async #tell(): Promise<void> {
    const told = JSON.stringify(this.#faults);
    if (told === this.#told) return;
    await this.#db.transaction(async (trx) => {
      await trx.deleteFrom('ruleFaults').execute();
      if (this.#faults.length > 0)
        await trx.insertInto('ruleFaults').values(this.#faults.slice(0, faultsMax)).execute();
    });
    this.#told = told;
  }
}

/** Whether a text that was read a moment ago is still the one that was uploaded last. */
async function isUploaded(trx: Trx, name: string, source: string): Promise<boolean> {
  const row = await trx
    .selectFrom('ruleTexts')
    .select('name')
    .where('name', '=', name)
    .where('source', '=', source)
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

const gone = { by: 'orchestrator', reason: 'its file is no longer there' };
const faultsMax = 1_000;

interface StandingRow {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly path: string | null;
  readonly origin: string;
  readonly gate: number;
  readonly publishedAtClock: number;
}

/** The rules to run: as just checked, or read again from what stands where their file cannot be read. */
function rulesOf(standing: readonly StandingRow[], checked: readonly Rule[]) {
  const byVersion = new Map(checked.map((rule) => [`${rule.name} ${rule.version}`, rule]));
  const inForce: SourcedRule[] = [];
  const faults: Fault[] = [];
  for (const { name, version, source, path, origin, gate, publishedAtClock } of standing) {
    try {
      const rule = byVersion.get(`${name} ${version}`) ?? parseRule(source, path ?? name);
      inForce.push({ rule, source, gate, sinceMs: publishedAtClock });
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      const from = origin as Fault['origin'];
      const message = `the version that stood cannot be read any more: ${error.faults[0]?.message}`;
      faults.push({ origin: from, path, rule: name, line: null, column: null, message });
    }
  }
  return { inForce, faults };
}
