import { type AboutToRun, type AnswersLayout, guardDecidedEvent, type Ruled } from '@hookline/harnesses';
import type { Redactor } from '@hookline/redaction';
import { decide, isFor, type Policy, type PolicyVerdict, rulingOf } from '@hookline/rules';
import { type BusEvent, type CloudEvent, type DataOf, newEvent, readEvent } from '@hookline/schemas';
import { isHandedOn, takeBack } from '../answers/handed-on.ts';
import type { FolderFacts } from '../answers/whereabouts.ts';
import { type EdgeStep, outgoing } from '../edge-step.ts';
import { sayGuarded, sayNobodyAnswers, sayUnguarded } from './guard-file.ts';
import type { PolicyPack } from './policy-pack.ts';

export interface GuardParts {
  readonly layout: AnswersLayout;
  readonly pack: PolicyPack;
  readonly redactor: Redactor;
  readonly host: string;
  readonly tenant: string;
  /** After so long an answer that nobody took is taken back; default 1,500 ms. */
  readonly giveUpAfterMs?: number;
  push(step: EdgeStep): Promise<void>;
}

/** A call that waits for an answer. */
export interface GuardedCall {
  readonly harness: string;
  /** Our id. */
  readonly session: string;
  readonly about: AboutToRun;
  readonly facts: FolderFacts;
  readonly canAsk: boolean;
  /** When it was captured, Unix milliseconds. */
  readonly atMs: number;
}

interface Pending {
  readonly call: GuardedCall;
  /** What was answered; absent where nothing was. */
  verdicts?: readonly PolicyVerdict[];
}

const pendingMax = 1_000;
/** The hook that asked has long given up by then. */
const giveUpAfterMs = 1_500;
const freshMs = 10 * 60_000;
const seenMax = 2_000;

/**
 * Decides by the policies of the bus, on this machine, whether a call may run. What was decided is told to the log once it
 * is known whether the harness was told: by the answer that somebody took, or did not.
 */
export class Guard {
  readonly #parts: GuardParts;
  readonly #pending = new Map<string, Pending>();
  readonly #inShadow = new Set<string>();
  #isLooking = false;

  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  /** Whether calls wait for an answer. */
  get isEnforcing(): boolean {
    return this.#enforced().length > 0;
  }

  #enforced(): Policy[] {
    return this.#parts.pack.policies.filter(({ file }) => file.mode === 'enforce');
  }

  /** Tells hooks whether calls are guarded. Called about every second; what holds stays until the bus was heard. */
  say(nowMs: number): void {
    if (this.#parts.pack.times === undefined) return;
    const enforced = this.#enforced();
    if (enforced.length === 0) sayUnguarded(this.#parts.layout);
    else sayGuarded(this.#parts.layout, needOf(enforced), nowMs);
  }

  /** This edge ends: calls that need an answer stay denied. */
  end(): void {
    const enforced = this.#enforced();
    if (enforced.length > 0) sayNobodyAnswers(this.#parts.layout, needOf(enforced));
  }

  /** What is said to a call; undefined where nothing is. The answer is about to be written. */
  async rule(name: string, call: GuardedCall): Promise<Ruled | undefined> {
    const enforced = this.#enforced().filter((policy) => isFor(policy, call.facts.project.id));
    if (enforced.length === 0) return undefined;
    const verdicts = await this.#verdictsOf(enforced, call);
    this.#expect(name, { call, verdicts });
    return rulingOf(verdicts, call.canAsk);
  }

  /** A call was seen whose hook asks, or should have: what comes of it is looked at later. */
  saw(name: string, call: GuardedCall): void {
    const sinceMs = this.#parts.pack.times?.sinceMs ?? Number.POSITIVE_INFINITY;
    if (this.#pending.has(name) || !this.isEnforcing || call.atMs < sinceMs) return;
    this.#expect(name, { call });
  }

  #expect(name: string, pending: Pending): void {
    this.#pending.delete(name);
    this.#pending.set(name, pending);
    if (this.#pending.size > pendingMax) this.#pending.delete(this.#pending.keys().next().value!);
  }

  /** Tells of those calls of which it is known what came. Called about every second, and never twice at once. */
  async look(nowMs: number): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      await this.#lookAtPending(nowMs);
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAtPending(nowMs: number): Promise<void> {
    const { layout } = this.#parts;
    for (const [name, { call, verdicts }] of [...this.#pending]) {
      const isTold = isHandedOn(layout, name);
      if (!isTold && nowMs - call.atMs < (this.#parts.giveUpAfterMs ?? giveUpAfterMs)) continue;
      this.#pending.delete(name);
      const wasTold = isTold || !takeBack(layout, name);
      await this.#tell(name, call, verdicts, wasTold);
    }
  }

  async #tell(name: string, call: GuardedCall, answered: Pending['verdicts'], wasTold: boolean): Promise<void> {
    const policies = this.#enforced().filter((policy) => isFor(policy, call.facts.project.id));
    const verdicts = answered ?? (await this.#verdictsOf(policies, call));
    const said = wasTold ? verdicts.filter(decided) : verdicts.filter(matters).map(unsaid);
    await this.#push(name, call, said);
  }

  /** A call that began, as its event says it: policies in shadow look at it then, since nobody waits for them. */
  async began({ session, events, facts }: Began): Promise<void> {
    const shadow = this.#parts.pack.policies.filter(
      (policy) => policy.file.mode === 'shadow' && isFor(policy, facts.project.id),
    );
    if (shadow.length === 0) return;
    for (const event of events) {
      const read = readEvent(event);
      if (read?.kind !== 'tool.started' || Date.now() - Date.parse(read.time) > freshMs) continue;
      const key = `${session} ${read.data.call}`;
      if (this.#inShadow.has(key)) continue;
      this.#inShadow.add(key);
      if (this.#inShadow.size > seenMax) this.#inShadow.delete(this.#inShadow.values().next().value!);
      const verdicts = decide(shadow, read, () => performance.now()).filter(decided);
      const about = { agent: read.agent ?? 'main', call: read.data.call, tool: read.data.tool, input: {}, effects: [] };
      const atMs = Date.parse(read.time);
      const call = { harness: read.harness ?? '', session, about, facts, canAsk: true, atMs };
      await this.#push(read.data.call, call, verdicts);
    }
  }

  async #verdictsOf(policies: readonly Policy[], call: GuardedCall): Promise<PolicyVerdict[]> {
    const event = await this.#eventOf(call);
    return event === undefined ? [] : decide(policies, event, () => performance.now());
  }

  /** The call as its event will say it: without secrets, so that a policy sees here what it would see in the log. */
  async #eventOf({ harness, session, about, facts, atMs }: GuardedCall): Promise<BusEvent | undefined> {
    const { agent, call, tool, input, effects } = about;
    const data = { call: call ?? 'unknown', tool, input, effects: [...effects] } as DataOf<'tool.started'>;
    const redacted = (await this.#parts.redactor.redact({ data })).value as { data: DataOf<'tool.started'> };
    return readEvent(
      newEvent({
        kind: 'tool.started',
        id: 'about-to-run',
        source: `urn:hookline:${this.#parts.host}:${harness}`,
        time: new Date(atMs).toISOString(),
        tenant: this.#parts.tenant,
        project: facts.project.id,
        session,
        agent,
        actor: facts.actor,
        harness,
        origin: 'hook',
        trust: 'agent',
        ...redacted,
      }),
    );
  }

  async #push(name: string, call: GuardedCall, verdicts: readonly PolicyVerdict[]): Promise<void> {
    const { host, tenant } = this.#parts;
    const { harness, session, about, facts, atMs } = call;
    const events = verdicts.map((verdict) =>
      guardDecidedEvent(
        { harness, session, agent: about.agent, atMs, name: about.call ?? name },
        dataOf(verdict, about),
        { tenant, host, actor: facts.actor, project: facts.project },
      ),
    );
    if (events.length > 0) await this.#parts.push({ session, events: outgoing(events) });
  }
}

/** Events that a session gained, with whose they are. */
interface Began {
  readonly session: string;
  readonly events: readonly CloudEvent[];
  readonly facts: FolderFacts;
}

const needOf = (policies: readonly Policy[]) =>
  policies.some(({ file }) => file.onFailure === 'closed') ? 'closed' : 'open';

const decided = ({ decision, failed }: PolicyVerdict) => decision !== 'none' || failed !== undefined;

/** Of an answer that nobody took it matters what it would have decided, and what stood in for it. */
const matters = (verdict: PolicyVerdict) => decided(verdict) || verdict.policy.file.onFailure === 'closed';

function unsaid({ policy, tookMs }: PolicyVerdict): PolicyVerdict {
  const { onFailure } = policy.file;
  return { policy, decision: 'none', failed: onFailure, reason: 'there was no answer in time', tookMs };
}

function dataOf(verdict: PolicyVerdict, { call, tool }: AboutToRun): DataOf<'guard.decided'> {
  const { policy, decision, clause, reason, failed, tookMs } = verdict;
  return {
    policy: policy.name,
    version: policy.version,
    tool: tool.slice(0, 200),
    decision,
    mode: policy.file.mode,
    tookMs: Math.round(tookMs * 100) / 100,
    ...(call !== undefined && { call }),
    ...(reason !== undefined && { reason: reason.slice(0, 1_000) }),
    ...(clause !== undefined && { clause }),
    ...(failed !== undefined && { failed }),
  };
}
