import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findProgram } from '@hookline/harnesses';
import type { WorkBus } from '../bus.ts';
import { carryOver } from '../carry/carry.ts';
import type { Carried } from '../carry/changes.ts';
import { environmentFor } from '../environment.ts';
import { type Changes, changesOf, commitAll } from '../git/changes.ts';
import { type Git, gitIn, withoutHooks } from '../git/git.ts';
import { makeWorktree, removeWorktree, type Worktree } from '../git/worktree.ts';
import { type HeadlessHarness, type Heard, sessionOf } from '../harness.ts';
import { type TakenItem, UnfitItemError } from '../item.ts';
import { atOnce, endRun, gently, tagVariable } from '../process/end-run.ts';
import { type Run, type RunEnd, startRun } from '../process/start-run.ts';
import { promptOf } from '../prompt.ts';
import { announceFolder, forgetFolder } from './announce-folder.ts';
import {
  type AttemptPlace,
  type AttemptRecord,
  makeAttemptPlace,
  removePlace,
  shortName,
  writeRecord,
} from './folder.ts';
import { holdLease } from './lease.ts';
import { type Plan, planOf, type Terms } from './plan.ts';
import { report } from './report.ts';
import { type RunResult, resultOf } from './result.ts';
import { Stop } from './stop.ts';

/** What every attempt of a runner works with. */
export interface AttemptParts {
  readonly bus: WorkBus;
  readonly terms: Terms;
  /** Hookline's home on this machine. */
  readonly home: string;
  /** Where this runner keeps its attempts. */
  readonly folder: string;
  readonly host: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that harnesses see besides their own. */
  readonly passed: readonly string[];
  /** Changes are committed to the branch of the item; else they are counted and thrown away. */
  readonly keep: boolean;
  /** What the session of an item left uncommitted is laid into the working tree. */
  readonly carry: boolean;
  readonly leaseMs: number;
  readonly outputBytesMax: number;
  /** Aborts when the runner ends. */
  readonly signal: AbortSignal;
}

/** How an attempt ended, as the bus was told. */
export interface AttemptEnd {
  readonly item: string;
  readonly outcome: 'done' | 'failed' | 'cancelled' | 'lost';
  readonly harness?: string;
  readonly session?: string;
  readonly error?: string;
  readonly result?: RunResult;
}

const errorMax = 4_000;

/**
 * Does one item that was taken: from the first heartbeat until nothing is left of it on this machine but what was to be
 * kept. Rejects only when what happened could not be told to anybody.
 */
export async function runAttempt(parts: AttemptParts, item: TakenItem, takenAtMs: number): Promise<AttemptEnd> {
  const { bus, leaseMs, signal } = parts;
  const stop = new Stop();
  const over = new AbortController();
  const onEnd = () => stop.now({ why: 'failed', error: 'the runner that held it was stopped' });
  signal.addEventListener('abort', onEnd, { once: true });
  if (signal.aborted) onEnd();
  const holding = holdLease(
    {
      bus,
      item,
      leaseMs,
      sinceMs: takenAtMs,
      onCancel: (cancel) => stop.now({ why: 'cancelled', ...cancel }),
      onLost: (detail) => stop.now({ why: 'lost', detail }),
    },
    over.signal,
  );
  try {
    return await new Attempt(parts, item, stop).run();
  } finally {
    signal.removeEventListener('abort', onEnd);
    over.abort();
    await holding;
  }
}

class Attempt {
  readonly #parts: AttemptParts;
  readonly #item: TakenItem;
  readonly #stop: Stop;
  readonly #git: Git;
  readonly #tag = randomBytes(16).toString('hex');
  readonly #beganAtMs = performance.now();
  #record: AttemptRecord | undefined;

  constructor(parts: AttemptParts, item: TakenItem, stop: Stop) {
    this.#parts = parts;
    this.#item = item;
    this.#stop = stop;
    this.#git = gitIn(parts.env);
  }

  async run(): Promise<AttemptEnd> {
    let plan: Plan | undefined;
    let place: AttemptPlace | undefined;
    try {
      plan = planOf(this.#item, this.#parts.terms);
      place = makeAttemptPlace(this.#parts.folder, this.#item);
      return await this.#work(plan, place);
    } catch (error) {
      return await this.#failed((error as Error).message, { plan, final: error instanceof UnfitItemError });
    } finally {
      if (place !== undefined) await this.#cleanUp(place);
    }
  }

  async #work(plan: Plan, place: AttemptPlace): Promise<AttemptEnd> {
    const { bus, home, host, env, passed } = this.#parts;
    const { harness, task, model, budgetUsd } = plan;
    const program = findProgram(harness.program, env);
    if (program === undefined) throw new Error(missingProgram(harness));
    const { folder, worktree: made } = await this.#makeFolder(plan, place);
    // Whoever offers work for one project may not have an agent read the sessions of another.
    const project = this.#item.project === '-' ? undefined : (this.#item.project ?? undefined);
    const handOff = task.handOff && (await bus.handOff(task.handOff.session, task.handOff.position, project));
    const { worktree, carried } = await this.#carryOver(plan, place, made);
    await announceFolder(home, folder, this.#stop.signal);
    const session = randomUUID();
    const chosen = harness.takesSession ? sessionOf(harness.name, session) : undefined;
    const said = await report(
      () => bus.started(this.#item, { harness: harness.name, session: chosen, folder, host }),
      this.#isLost,
    );
    if (!said) this.#stop.now({ why: 'lost', detail: 'the lease was lost before the start' });
    if (this.#stop.reason !== undefined) return await this.#tell(plan, undefined, undefined, {});

    const { allow } = this.#parts.terms;
    const command = harness.headless({ prompt: promptOf(task, handOff, carried), allow, model, budgetUsd, session });
    const run = startRun({
      path: program,
      args: command.args,
      env: { ...environmentFor(harness, env, passed), ...withoutHooks, ...command.env, [tagVariable]: this.#tag },
      folder,
      stdin: command.stdin,
      hear: harness.hear,
      onOutput: ({ bytes, heard }) => this.#check(bytes, heard, budgetUsd),
    });
    if (run.mark !== undefined) this.#note(place, { mark: run.mark });
    const ended = await this.#untilEnd(run, plan.timeoutMs);
    return await this.#tell(plan, run, ended, { worktree, carried });
  }

  /** Makes where the agent works, having written down what there will be to clean up. */
  async #makeFolder(
    { checkout, harness, task }: Plan,
    place: AttemptPlace,
  ): Promise<{ folder: string; worktree?: Worktree }> {
    const { id, queue, fence } = this.#item;
    const folder = join(place.path, checkout === undefined ? 'scratch' : basename(checkout.path));
    this.#note(place, {
      format: 1,
      item: id,
      queue,
      fence,
      harness: harness.name,
      startedAt: new Date().toISOString(),
      state: 'running',
      folder,
      tag: this.#tag,
    });
    if (checkout === undefined) {
      mkdirSync(folder, { mode: 0o700 });
      return { folder };
    }
    const { path: repo } = checkout;
    const branch = `hookline/${shortName(id)}`;
    const worktree = await makeWorktree(this.#git, { repo, tree: folder, branch, from: task.from });
    this.#note(place, { worktree });
    return { folder, worktree };
  }

  /** Lays there what the session that the item goes on from had changed. */
  async #carryOver(
    { checkout, task }: Plan,
    place: AttemptPlace,
    worktree: Worktree | undefined,
  ): Promise<{ worktree: Worktree | undefined; carried?: Carried }> {
    const { session, position } = task.handOff ?? {};
    if (!this.#parts.carry || !task.carry || worktree === undefined) return { worktree };
    if (session === undefined || position === undefined) return { worktree };
    const { bus } = this.#parts;
    const { signal } = this.#stop;
    const parts = { bus, git: this.#git, worktree, project: checkout?.project, signal };
    const found = await carryOver(parts, { session, position });
    if (found === undefined) return { worktree };
    const laid = { ...worktree, laid: found.laid };
    this.#note(place, { worktree: laid });
    return { worktree: laid, carried: found.carried };
  }

  /** Waits for the end of the run, and brings it about when there is a reason to stop. */
  async #untilEnd(run: Run, timeoutMs: number): Promise<RunEnd> {
    const late = setTimeout(
      () => this.#stop.now({ why: 'failed', error: `it took longer than ${Math.round(timeoutMs / 1000)} s` }),
      timeoutMs,
    );
    try {
      await Promise.race([run.ended, this.#stop.asked]);
      const { reason } = this.#stop;
      const processes = { mark: run.mark, tag: this.#tag };
      // What a harness leaves running after its end has nobody who waits for it.
      const gone = await endRun(processes, reason === undefined || reason.why === 'lost' ? atOnce : gently);
      if (!gone) throw new Error(`processes of item ${this.#item.id} do not end, not even by SIGKILL`);
      return await run.ended;
    } finally {
      clearTimeout(late);
    }
  }

  #check(bytes: number, { costUsd = 0, ended }: Heard, budgetUsd: number | undefined): void {
    const { outputBytesMax } = this.#parts;
    if (bytes > outputBytesMax)
      this.#stop.now({ why: 'failed', error: `it printed more than ${outputBytesMax} bytes` });
    // What is done is paid for already.
    if (budgetUsd !== undefined && costUsd > budgetUsd && !ended)
      this.#stop.now({ why: 'failed', error: `it cost $${costUsd.toFixed(4)}, more than its budget of $${budgetUsd}` });
  }

  /** Tells the bus what came of it. */
  async #tell(
    plan: Plan,
    run: Run | undefined,
    ended: RunEnd | undefined,
    { worktree, carried }: { worktree?: Worktree | undefined; carried?: Carried | undefined },
  ): Promise<AttemptEnd> {
    const { bus } = this.#parts;
    const item = this.#item;
    const { reason } = this.#stop;
    const { harness } = plan;
    if (reason?.why === 'lost') return { item: item.id, outcome: 'lost', harness: harness.name, error: reason.detail };
    const heard = run?.output.heard;
    const session = sessionOf(harness.name, heard?.session);
    const about = { harness: harness.name, ...(session !== undefined && { session }) };
    if (reason?.why === 'cancelled') {
      const told = await report(() => bus.cancelled(item), this.#isLost);
      return { item: item.id, outcome: told ? 'cancelled' : 'lost', ...about };
    }
    const error =
      reason?.error ?? (run === undefined || ended === undefined ? 'it did not start' : failureOf(run, ended));
    if (error !== undefined || heard === undefined)
      return await this.#failed(error ?? 'it said nothing', { plan, heard });
    const { changes, kept } = await this.#changed(worktree);
    const durationMs = Math.round(performance.now() - this.#beganAtMs);
    const result = resultOf({ harness: harness.name, session, heard, durationMs, changes, kept, carried });
    const { costUsd } = heard;
    const told = await report(() => bus.done(item, { result, doneIn: session, costUsd }), this.#isLost);
    return { item: item.id, outcome: told ? 'done' : 'lost', ...about, result };
  }

  async #failed(
    error: string,
    { plan, heard, final = false }: { plan?: Plan | undefined; heard?: Heard | undefined; final?: boolean },
  ): Promise<AttemptEnd> {
    const { id } = this.#item;
    const { reason } = this.#stop;
    const harness = plan?.harness.name;
    const about = { item: id, ...(harness !== undefined && { harness }), error: error.slice(0, errorMax) };
    if (reason?.why === 'lost') return { ...about, outcome: 'lost' };
    const doneIn = harness === undefined ? undefined : sessionOf(harness, heard?.session);
    const said = { error: about.error, doneIn, costUsd: heard?.costUsd, ...(final && { final }) };
    const told = await report(() => this.#parts.bus.fail(this.#item, said), this.#isLost);
    return { ...about, outcome: told ? 'failed' : 'lost', ...(doneIn !== undefined && { session: doneIn }) };
  }

  /** What was changed, and where it is kept. The agent's own commits are; the rest is when that is wanted. */
  async #changed(worktree: Worktree | undefined): Promise<{
    changes: Changes | undefined;
    kept: { branch: string; commit: string } | undefined;
  }> {
    const changes = worktree && (await changesOf(this.#git, worktree));
    if (worktree === undefined || changes === undefined) return { changes: undefined, kept: undefined };
    const { branch } = worktree;
    const keep = this.#parts.keep && changes.uncommitted;
    const commit = keep ? await commitAll(this.#git, worktree, `hookline: item ${this.#item.id}`) : changes.head;
    return { changes, kept: keep || changes.commits > 0 ? { branch, commit } : undefined };
  }

  /** Takes everything away that the attempt made. What should be kept and could not be committed stays, and is listed. */
  async #cleanUp(place: AttemptPlace): Promise<void> {
    const { home, keep } = this.#parts;
    const record = this.#record;
    await endRun({ mark: record?.mark, tag: this.#tag }, atOnce);
    const worktree = record?.worktree;
    if (record !== undefined) forgetFolder(home, record.folder);
    if (keep && worktree !== undefined && (await holdsWork(this.#git, worktree)))
      return this.#note(place, { state: 'kept' });
    if (worktree !== undefined) await removeWorktree(this.#git, worktree);
    removePlace(place);
  }

  #note(place: AttemptPlace, more: Partial<AttemptRecord>): void {
    this.#record = { ...this.#record, ...more } as AttemptRecord;
    writeRecord(place, this.#record);
  }

  readonly #isLost = (): boolean => this.#stop.reason?.why === 'lost';
}

/** What to do where a harness is not there. */
export function missingProgram({ name, program }: Pick<HeadlessHarness, 'name' | 'program'>): string {
  return `found no program ${program} on PATH: install ${name}, or start this with the folder it is in on PATH`;
}

/** Whether something in a working tree is in no commit. */
export async function holdsWork(git: Git, worktree: Worktree): Promise<boolean> {
  const changes = await changesOf(git, worktree).catch(() => undefined);
  return changes?.uncommitted === true;
}

/** Why a run counts as failed, though nobody stopped it; undefined when it went well. */
function failureOf({ output, errorTail }: Run, { status, signal, failure }: RunEnd): string | undefined {
  const { heard } = output;
  if (heard.error !== undefined) return heard.error;
  if (status === 0 && heard.ended) return undefined;
  const how =
    failure ??
    (signal !== null
      ? `it was ended by ${signal}`
      : status !== 0
        ? `it ended with status ${status}`
        : 'it ended without saying that it was done');
  const said = (errorTail().trim() || output.tail.trim()).slice(-1_000);
  return said === '' ? how : `${how}: ${said}`;
}
