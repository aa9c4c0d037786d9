import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause } from '@hookline/client';
import {
  type Adapter,
  type AnswersLayout,
  type Asked,
  answersLayout,
  injectedEvent,
  type Ruled,
} from '@hookline/harnesses';
import { heldOut, type Injection, type Moment, planInjection, type Surface } from '@hookline/memory';
import { type Spool, type SpoolEntry, watchFolder } from '@hookline/spool';
import { type EdgeStep, outgoing } from '../edge-step.ts';
import type { Guard, GuardedCall } from '../guard/guard.ts';
import { blockOf, type Message } from '../steering/message.ts';
import type { Steering } from '../steering/steering.ts';
import { answerText } from './answer-text.ts';
import { Breaker } from './breaker.ts';
import { sayAlive, takeAway } from './keep-answers.ts';
import type { Packs } from './packs.ts';
import type { PlacedCards } from './placed-cards.ts';
import { type Question, questionOfEntry, questionOfPlugin } from './question.ts';
import { shownByPlugin } from './shown-by-plugin.ts';
import type { Told } from './told.ts';
import type { FolderFacts, FolderWhereabouts } from './whereabouts.ts';

export interface AnswerDoorParts {
  readonly home: string;
  readonly host: string;
  readonly tenant: string;
  readonly harnesses: readonly Adapter<unknown>[];
  readonly spool: Spool;
  readonly where: FolderWhereabouts;
  readonly packs: Packs;
  readonly told: Told;
  readonly cards: PlacedCards;
  /** Where agents are told something; empty where they are told nothing at all. */
  readonly surfaces: ReadonlySet<Surface>;
  /** Messages for sessions; they are told also where nothing that is remembered is. */
  readonly steering: Steering;
  readonly guard: Guard;
  /** How old a question may be when it is answered; default 55 ms. */
  readonly answerInMs?: number;
  push(step: EdgeStep): Promise<void>;
  onTrouble(error: unknown): void;
}

/** A shim waits about 80 ms; an answer after this would often find nobody. */
const answerInMs = 55;
/** Shorter than the edge's word holds. */
const beatMs = 1_000;
const questionsAtOnceMax = 64;
const questionBytesMax = 1024 ** 2;
/** Whoever needs a decision waits longer. */
const decideInMs = 650;
/** What a harness takes from a hook, with room for what stands around it. */
const textLengthMax = 9_500;
const recentMax = 64;
const recentLengthMax = 256 * 1024;
const pollMs = 250;

/**
 * Answers what shims and plugins ask, in files, from what this edge holds: nobody else is asked, and nobody waits longer
 * than a few tens of milliseconds, whatever happens to this process. A question that cannot be answered in time is not.
 */
export class AnswerDoor {
  readonly #parts: AnswerDoorParts;
  readonly #layout: AnswersLayout;
  readonly #breaker = new Breaker();
  readonly #inHand = new Set<string>();
  /** Entries that were just read: they may be sent and gone before their question is seen. */
  readonly #recent = new Map<string, SpoolEntry>();

  constructor(parts: AnswerDoorParts) {
    this.#parts = parts;
    this.#layout = answersLayout(parts.home);
    mkdirSync(this.#layout.asked, { recursive: true, mode: 0o700 });
  }

  /** Answers until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const beating = this.#beat(signal);
    for await (const _ of watchFolder(this.#layout.asked, signal, pollMs)) {
      for (const name of this.#names()) {
        if (this.#inHand.size >= questionsAtOnceMax) break;
        this.#inHand.add(name);
        void this.#take(name)
          .catch(this.#parts.onTrouble)
          .finally(() => this.#inHand.delete(name));
      }
    }
    rmSync(this.#layout.alive, { force: true });
    await beating;
    this.#parts.guard.end();
  }

  /** Told of every entry of the spool as it is read: a session that opens was shown the card that lay there. */
  async saw(entry: SpoolEntry): Promise<void> {
    const shown = shownByPlugin(entry);
    if (shown !== undefined) this.#parts.told.add(shown.session, 'main', shown);
    const question = questionOfEntry(entry, this.#parts);
    if (question?.asker === undefined) return;
    const native = entry.payload.session_id;
    this.#parts.steering.heard(question.session, typeof native === 'string' ? native : undefined);
    const { asker, event } = question;
    const asks = Object.values(asker.events).includes(event);
    if (asks || question.guarded !== undefined) this.#remember(entry);
    await this.#sawGuarded(question, entry);
    if (event !== asker.opening || this.#parts.surfaces.size === 0) return;
    if (asker.forgets(entry.payload)) this.#parts.told.forgets(question.session, 'main');
    // Where the same event asks, only who asks has a place for the card.
    if (!asks) await this.#opened(question, { atMs: entry.capturedAtMs, name: entry.name });
  }

  async #sawGuarded(question: Question, { name, capturedAtMs }: SpoolEntry): Promise<void> {
    if (question.guarded === undefined || !this.#parts.guard.isEnforcing) return;
    const call = await this.#guardedCall(question, Math.floor(capturedAtMs));
    if (call !== undefined) this.#parts.guard.saw(name, call);
  }

  async #guardedCall(question: Question, atMs: number): Promise<GuardedCall | undefined> {
    const { harness, session, folder, guarded, asker } = question;
    const facts = await this.#parts.where.of(folder);
    const about = guarded?.(facts.project.root);
    if (about === undefined) return undefined;
    return { harness, session, about, facts, canAsk: asker?.guard?.canAsk ?? false, atMs };
  }

  /** A session was shown the card that lay in its folder. */
  async #opened(question: Question, at: { atMs: number; name: string }): Promise<void> {
    const { cards, told, where } = this.#parts;
    const { session, folder } = question;
    const shown = cards.at(folder, at.atMs);
    const before = told.of(session, 'main').memories;
    if (shown === undefined || shown.memories.every((memory) => before.has(memory))) return;
    await this.#tell(question, { agent: 'main' }, shown, await where.of(folder), at);
  }

  #names(): string[] {
    return readdirSync(this.#layout.asked).filter(
      (name) => !this.#inHand.has(name) && /^[A-Za-z0-9][A-Za-z0-9.-]{0,150}$/.test(name),
    );
  }

  async #take(name: string): Promise<void> {
    const file = join(this.#layout.asked, name);
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return;
    // Of a pipe nothing would ever come, and a link leads somewhere else.
    if (!stat.isFile()) return rmSync(file, { force: true, recursive: true });
    const askedAtMs = stat.mtimeMs;
    const { guard, steering, answerInMs: inMs = answerInMs } = this.#parts;
    const isOlder = (ms: number) => Date.now() - askedAtMs > ms;
    let limitMs = inMs;
    const isLate = () => isOlder(limitMs);
    try {
      if (stat.size > questionBytesMax) return this.#breaker.note(false, performance.now());
      if (isLate() && !guard.isEnforcing && !steering.isWaiting) return this.#breaker.note(false, performance.now());
      const question = this.#read(name, readFileSync(file, 'utf8'));
      const at = { atMs: Math.floor(askedAtMs), name };
      if (question?.guarded !== undefined && guard.isEnforcing) return await this.#decide(question, at, isOlder);
      if (question !== undefined && this.#messagesFor(question).length > 0) limitMs = Math.max(decideInMs, inMs);
      if (isLate()) return this.#breaker.note(false, performance.now());
      if (question !== undefined && question.event === question.asker?.opening) await this.#opened(question, at);
      const planned = question === undefined ? undefined : await this.#plan(question);
      if (isLate()) return this.#breaker.note(false, performance.now());
      this.#say(question, planned, undefined, at);
      this.#breaker.note(true, performance.now());
    } finally {
      rmSync(file, { force: true });
    }
  }

  /** A call waits for a decision. It is given with whatever else there is to say; too late it is only written down. */
  async #decide(
    question: Question,
    at: { atMs: number; name: string },
    isOlder: (ms: number) => boolean,
  ): Promise<void> {
    const { guard } = this.#parts;
    const lateMs = Math.max(decideInMs, this.#parts.answerInMs ?? 0);
    const call = await this.#guardedCall(question, at.atMs);
    if (call === undefined) return this.#answer(at.name, question, undefined, [], undefined);
    if (isOlder(lateMs)) return guard.saw(at.name, call);
    const ruled = await guard.rule(at.name, call);
    const planned = ruled?.decision === 'deny' ? undefined : await this.#plan(question).catch(() => undefined);
    if (!isOlder(lateMs)) this.#say(question, planned, ruled, at);
  }

  /** Answers: messages first, then what is remembered as far as there is room. */
  #say(
    question: Question | undefined,
    planned: Planned | undefined,
    ruled: Ruled | undefined,
    at: { atMs: number; name: string },
  ): void {
    const messages = question === undefined ? [] : this.#messagesFor(question);
    const blocks = messages.map(blockOf);
    const memory = planned === undefined || planned.held ? undefined : planned.injection.text;
    const room = textLengthMax - blocks.join('\n').length;
    const isRoom = messages.length === 0 || (memory !== undefined && memory.length < room);
    const text = [...blocks, ...(memory !== undefined && isRoom ? [memory] : [])].join('\n');
    if (question?.moment !== undefined && messages.length > 0) {
      const { call, moment } = question;
      const offer = { name: at.name, surface: moment.surface, atMs: Date.now() };
      this.#parts.steering.offered(messages, { ...offer, ...(call !== undefined && { call }) });
    }
    this.#answer(at.name, question, text === '' ? undefined : text, planned?.injection.memories ?? [], ruled);
    if (planned === undefined || question === undefined || !isRoom) return;
    const { asked, injection, facts } = planned;
    void this.#tell(question, asked, injection, facts, at).catch(this.#parts.onTrouble);
  }

  #messagesFor({ session, agent, moment }: Question): Message[] {
    return moment === undefined ? [] : this.#parts.steering.for(session, agent, moment.at, Date.now());
  }

  #read(name: string, text: string): Question | undefined {
    if (text !== '') return questionOfPlugin(text);
    const recent = this.#recent.get(name);
    if (recent !== undefined) return questionOfEntry(recent, this.#parts);
    const reading = this.#parts.spool.read(name);
    return reading.status === 'complete' ? questionOfEntry(reading.entry, this.#parts) : undefined;
  }

  async #plan(question: Question): Promise<Planned | undefined> {
    const { surfaces, where, packs, told } = this.#parts;
    const facts = await where.of(question.folder);
    const asked = question.asked(facts.project.root);
    if (asked === undefined || !surfaces.has(asked.surface)) return undefined;
    const nowMs = Date.now();
    const pack = packs.of({ project: facts.project.id, actor: facts.actor }, nowMs);
    if (pack === undefined) return undefined;
    const { memories, tokens } = told.of(question.session, asked.agent);
    const known = { memories: new Set([...memories, ...(question.shown ?? [])]), tokens };
    const moment = { ...asked, told: known, nowMs } as Moment;
    const injection = planInjection(pack.known, moment);
    if (injection === undefined) return undefined;
    return { asked, injection, facts, held: heldOut(facts.project.id, question.session) };
  }

  #answer(
    name: string,
    question: Question | undefined,
    text: string | undefined,
    memories: readonly string[],
    ruled: Ruled | undefined,
  ): void {
    const draft = join(this.#layout.folder, `.${name}`);
    writeFileSync(draft, answerText(question, text, memories, ruled), { mode: 0o600 });
    renameSync(draft, this.#layout.answer(name));
  }

  /** Notes what was told, and tells the log of it where nobody else will. */
  async #tell(
    question: Question,
    asked: Pick<Asked, 'agent' | 'call'>,
    injection: Injection,
    { project, actor }: FolderFacts,
    { atMs, name }: { atMs: number; name: string },
  ): Promise<void> {
    const { told, host, tenant } = this.#parts;
    const { harness, session } = question;
    told.add(session, asked.agent, injection);
    const held = heldOut(project.id, session);
    if (!held && question.asker?.toldBy === 'record') return;
    const { surface, memories, tokens, text, about, dropped } = injection;
    const event = injectedEvent(
      {
        harness,
        session,
        agent: asked.agent,
        surface,
        memories,
        tokens,
        text,
        heldOut: held,
        about,
        call: asked.call,
        dropped,
        atMs,
        name,
      },
      { tenant, host, actor, project },
    );
    await this.#parts.push({ session, events: outgoing([event]) });
  }

  #remember(entry: SpoolEntry): void {
    if (entry.payloadText.length > recentLengthMax) return;
    this.#recent.set(entry.name, entry);
    if (this.#recent.size > recentMax) this.#recent.delete(this.#recent.keys().next().value!);
  }

  /** Says again and again that questions are answered, and takes away what nobody came for. */
  async #beat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        const { steering, guard, surfaces } = this.#parts;
        steering.look(Date.now());
        guard.say(Date.now());
        // A log that takes nothing must keep nobody from being answered.
        void guard.look(Date.now()).catch(this.#parts.onTrouble);
        const isAsked = surfaces.size > 0 || steering.isWaiting;
        if (!isAsked) rmSync(this.#layout.alive, { force: true });
        else if (steering.isWaiting || !this.#breaker.isOpen(performance.now())) sayAlive(this.#layout);
        takeAway(this.#layout);
      } catch (error) {
        this.#parts.onTrouble(error);
      }
      await pause(beatMs, signal);
    }
  }
}

interface Planned {
  readonly asked: Asked;
  readonly injection: Injection;
  readonly facts: FolderFacts;
  readonly held: boolean;
}
