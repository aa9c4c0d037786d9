import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pause } from '@hookline/client';
import { type Adapter, type AnswersLayout, type Asked, answersLayout, injectedEvent } from '@hookline/harnesses';
import { heldOut, type Injection, type Moment, planInjection, type Surface } from '@hookline/memory';
import { type Spool, type SpoolEntry, watchFolder } from '@hookline/spool';
import { type EdgeStep, outgoing } from '../edge-step.ts';
import { Breaker } from './breaker.ts';
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
  /** How old a question may be when it is answered; default 55 ms. */
  readonly answerInMs?: number;
  push(step: EdgeStep): Promise<void>;
  onTrouble(error: unknown): void;
}

/** A shim waits about 80 ms; an answer after this would often find nobody. */
const answerInMs = 55;
/** The word that the edge answers holds so long, and is given again so often: a stopped edge lets nobody wait for longer. */
const aliveForMs = 2_500;
const aliveEveryMs = 1_000;
const questionsAtOnceMax = 64;
const questionBytesMax = 1024 ** 2;
const leftAfterMs = 5_000;
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
    if (this.#parts.surfaces.size === 0) {
      rmSync(this.#layout.alive, { force: true });
      return;
    }
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
  }

  /** Told of every entry of the spool as it is read: a session that opens was shown the card that lay there. */
  async saw(entry: SpoolEntry): Promise<void> {
    if (this.#parts.surfaces.size === 0) return;
    const shown = shownByPlugin(entry);
    if (shown !== undefined) this.#parts.told.add(shown.session, 'main', shown);
    const question = questionOfEntry(entry, this.#parts);
    if (question?.asker === undefined) return;
    const { asker, event } = question;
    const asks = Object.values(asker.events).includes(event);
    if (asks) this.#remember(entry);
    if (event !== asker.opening) return;
    if (asker.forgets(entry.payload)) this.#parts.told.forgets(question.session, 'main');
    // Where the same event asks, only who asks has a place for the card.
    if (!asks) await this.#opened(question, { atMs: entry.capturedAtMs, name: entry.name });
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
    const isLate = () => Date.now() - askedAtMs > (this.#parts.answerInMs ?? answerInMs);
    try {
      if (isLate() || stat.size > questionBytesMax) return this.#breaker.note(false, performance.now());
      const question = this.#read(name, readFileSync(file, 'utf8'));
      const at = { atMs: Math.floor(askedAtMs), name };
      if (question !== undefined && question.event === question.asker?.opening) await this.#opened(question, at);
      const planned = question === undefined ? undefined : await this.#plan(question);
      if (isLate()) return this.#breaker.note(false, performance.now());
      const text = planned === undefined || planned.held ? undefined : planned.injection.text;
      this.#answer(name, question, text, planned?.injection.memories ?? []);
      this.#breaker.note(true, performance.now());
      if (planned === undefined || question === undefined) return;
      const { asked, injection, facts } = planned;
      await this.#tell(question, asked, injection, facts, at);
    } finally {
      rmSync(file, { force: true });
    }
  }

  #read(name: string, text: string): Question | undefined {
    if (text !== '') return questionOfPlugin(text);
    const recent = this.#recent.get(name);
    if (recent !== undefined) return questionOfEntry(recent, this.#parts);
    const reading = this.#parts.spool.read(name);
    return reading.status === 'complete' ? questionOfEntry(reading.entry, this.#parts) : undefined;
  }

  async #plan(
    question: Question,
  ): Promise<{ asked: Asked; injection: Injection; facts: FolderFacts; held: boolean } | undefined> {
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

  #answer(name: string, question: Question | undefined, text: string | undefined, memories: readonly string[]): void {
    const draft = join(this.#layout.folder, `.${name}`);
    const json = text === undefined ? '\n' : `${JSON.stringify({ text, memories })}\n`;
    writeFileSync(draft, question?.asker?.answer(question.event, text) ?? json, { mode: 0o600 });
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
        if (!this.#breaker.isOpen(performance.now())) this.#sayAlive();
        this.#takeAway();
      } catch (error) {
        this.#parts.onTrouble(error);
      }
      await pause(aliveEveryMs, signal);
    }
  }

  #sayAlive(): void {
    const untilS = (Date.now() + aliveForMs) / 1_000;
    const draft = join(this.#layout.folder, '.alive');
    writeFileSync(draft, '', { mode: 0o600 });
    utimesSync(draft, untilS, untilS);
    renameSync(draft, this.#layout.alive);
  }

  #takeAway(): void {
    for (const name of readdirSync(this.#layout.folder)) {
      const file = join(this.#layout.folder, name);
      if (file === this.#layout.asked || file === this.#layout.alive) continue;
      const stat = statSync(file, { throwIfNoEntry: false });
      if (stat?.isFile() && Date.now() - stat.mtimeMs > leftAfterMs) rmSync(file, { force: true });
    }
  }
}
