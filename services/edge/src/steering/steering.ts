import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AnswersLayout, type CaptureContext, steerEndedEvent } from '@hookline/harnesses';
import { isHandedOn, takeBack } from '../answers/handed-on.ts';
import { type EdgeStep, outgoing } from '../edge-step.ts';
import type { LiveSessions } from './live-sessions.ts';
import { type Message, type MessageMoment, momentsOf } from './message.ts';
import type { KeptMessage, Messages, Offer, Outcome } from './messages.ts';

export interface SteeringParts {
  readonly layout: AnswersLayout;
  readonly messages: Messages;
  readonly live: LiveSessions;
  /** Whose session it is, as its events say it. */
  contextOf(session: string): CaptureContext;
  /** After so long an answer that nobody took is taken back; default 1,500 ms. */
  readonly giveUpAfterMs?: number;
  push(step: EdgeStep): Promise<void>;
}

/** Whoever asked has long given up by then. */
const giveUpAfterMs = 1_500;

/**
 * Puts waiting messages before agents, and tells the log what became of each. A message was delivered when the hook or
 * plugin that asked took the answer it is in; an answer that nobody took is taken back, and its messages wait for the next
 * moment. So each is told once at most, whatever stops in between.
 */
export class Steering {
  readonly #parts: SteeringParts;
  /** Those whose end is on its way to the log. */
  readonly #telling = new Set<string>();
  #flag: string | undefined;

  constructor(parts: SteeringParts) {
    this.#parts = parts;
  }

  /** Messages came in, and others are over; answers whether that changed anything. */
  take(found: readonly Message[], gone: readonly string[] = []): boolean {
    const { messages } = this.#parts;
    const isChanged = [messages.forget(gone), messages.add(found)].includes(true);
    if (isChanged) this.look(Date.now());
    return isChanged;
  }

  /** A hook of this session came, which names it like that. */
  heard(session: string, native: string | undefined): void {
    this.#parts.live.heard(session, Date.now(), native);
  }

  /**
   * Nothing that waits for it is told any more, also where somebody takes the session up again. Called before the log hears
   * of the end: what was delivered must be said there first, since the bus refuses what still waits for a session that ended.
   */
  ended(session: string): void {
    const { live, messages } = this.#parts;
    this.look(Date.now());
    live.ended(session);
    const reason = 'the session ended before it could be told';
    for (const one of messages.waiting())
      if (one.session === session) this.#end(one, { outcome: 'refused', reason, atMs: Date.now() });
  }

  get isWaiting(): boolean {
    return this.#parts.messages.waiting().length > 0;
  }

  /** What the main agent of a session is told now. Its subagents work on what it asked them: it hears of it, and decides. */
  for(session: string, agent: string, moment: MessageMoment, nowMs: number): Message[] {
    return agent === 'main' ? this.#parts.messages.for(session, moment, nowMs) : [];
  }

  /** Said before the answer is there. */
  offered(messages: readonly Message[], of: Offer): void {
    this.#parts.messages.offered(messages, of);
  }

  /** Sees what became of answers and of time. Called about every second. */
  look(nowMs: number): void {
    const { messages, layout } = this.#parts;
    for (const one of messages.all()) {
      if (one.ended !== undefined) this.#tell(one.message, one.ended);
      else if (one.offer !== undefined) this.#lookAtOffer(one, one.offer, nowMs, layout);
      else this.#lookAtWaiting(one.message, nowMs);
    }
    this.#raiseFlag();
  }

  #lookAtOffer({ message }: KeptMessage, offer: Offer, nowMs: number, layout: AnswersLayout): void {
    const { messages } = this.#parts;
    const { surface, call, atMs } = offer;
    const isTaken = isHandedOn(layout, offer.name);
    if (!isTaken && nowMs - atMs < (this.#parts.giveUpAfterMs ?? giveUpAfterMs)) return;
    if (!isTaken && takeBack(layout, offer.name)) {
      messages.waitsAgain(message);
      return;
    }
    messages.ended(message, { outcome: 'delivered', surface, ...(call !== undefined && { call }), atMs });
    this.#tellEnded(message);
  }

  #lookAtWaiting(message: Message, nowMs: number): void {
    const harness = message.session.slice(0, message.session.indexOf(':'));
    const moments = momentsOf(harness);
    const { at } = message;
    if (moments.length === 0 || (at != null && !moments.includes(at))) {
      const way = at == null || moments.length === 0 ? 'nothing' : `nothing at a ${at}`;
      this.#end(message, { outcome: 'refused', reason: `${harness} can be told ${way} while it runs`, atMs: nowMs });
    } else if (!(Date.parse(message.expiresAt) > nowMs)) {
      this.#end(message, { outcome: 'expired', reason: 'the session came to no moment to be told at', atMs: nowMs });
    }
  }

  #end(message: Message, as: Omit<Outcome, 'told'>): void {
    this.#parts.messages.ended(message, as);
    this.#tellEnded(message);
  }

  #tellEnded(message: Message): void {
    const kept = this.#parts.messages.all().find((one) => one.message.message === message.message);
    if (kept?.ended !== undefined) this.#tell(kept.message, kept.ended);
  }

  #tell(one: Message, { told, atMs, outcome, surface, call, reason }: Outcome): void {
    const { message, session, cause } = one;
    if (told || this.#telling.has(message)) return;
    this.#telling.add(message);
    const harness = session.slice(0, session.indexOf(':'));
    const data = {
      message,
      outcome,
      ...(surface !== undefined && { surface }),
      ...(call !== undefined && { call }),
      ...(reason !== undefined && { reason }),
      ...(cause && { cause }),
    };
    const event = steerEndedEvent({ harness, session, atMs }, data, this.#parts.contextOf(session));
    const onSettled = () => {
      this.#parts.messages.told(one);
      this.#telling.delete(message);
    };
    void this.#parts.push({ session, events: outgoing([event]), onSettled }).catch(() => this.#telling.delete(message));
  }

  /** Tells hooks for which sessions asking is worth it, as long as that is so. */
  #raiseFlag(): void {
    const { messages, live, layout } = this.#parts;
    const waiting = messages.waiting();
    const natives = waiting.flatMap(({ session }) => live.nativesOf(session));
    const plain = [...new Set(natives)].filter((one) => /^[A-Za-z0-9_.-]{1,200}$/.test(one));
    const untilMs = Math.max(0, ...waiting.map(({ expiresAt }) => Date.parse(expiresAt)).filter(Number.isFinite));
    const text = plain.map((one) => `${one}\n`).join('');
    const flag = text === '' ? '' : `${untilMs} ${text}`;
    if (flag === this.#flag) return;
    this.#flag = flag;
    if (flag === '') {
      rmSync(layout.waiting, { force: true });
      return;
    }
    const draft = join(layout.folder, '.waiting');
    writeFileSync(draft, text, { mode: 0o600 });
    utimesSync(draft, untilMs / 1_000, untilMs / 1_000);
    renameSync(draft, layout.waiting);
  }
}
