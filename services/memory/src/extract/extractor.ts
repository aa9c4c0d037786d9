import type { Database } from '@hookline/db';
import type { EventLog } from '@hookline/log';
import { storyOf, tokenEstimate } from '@hookline/memory';
import {
  extractedKinds,
  extractionId,
  nextWindow,
  promptVersion,
  type Window,
  windowText,
} from '@hookline/memory/extract';
import {
  knownSubjects,
  memoryProgress,
  recentSessions,
  sessionFacts,
  tokensSince,
  wasExtracted,
} from '@hookline/recall';
import { newEvent } from '@hookline/schemas';
import { askingParams, ModelAwayError } from './ask-model.ts';
import { readWindow } from './read-window.ts';
import type { ExtractionPlan } from './settings.ts';

interface Parts {
  readonly db: Database;
  readonly log: EventLog;
  readonly plan: ExtractionPlan;
  readonly now?: () => Date;
}

/** What one step came to. `behind`: memories do not have all of the log yet, so that what was read already is not known. */
export type ExtractionStep =
  | { readonly outcome: 'read'; readonly session: string; readonly items: number; readonly refused: number }
  | { readonly outcome: 'nothing' | 'behind' };

const awayAtMost = 3;
const recentMs = 86_400_000;
/** What is asked besides the window, and what may be answered. */
const tokensBesides = 1_500 + askingParams.max_tokens;

/**
 * Reads sessions with a model, a window at a time, and tells the log what came of it. How far a session was read, and
 * what that took, stands in the log alone: whoever reads that log again, asks nothing again. Sessions without an event
 * in the last day are left alone, so that an import or a rebuild asks about none of the past.
 */
export class Extractor {
  readonly #parts: Parts;
  readonly #now: () => Date;
  /** Where the log was in sessions that had nothing to read, or no budget that day. */
  readonly #looked = new Map<string, number>();
  /** Projects whose budget of the day is used up. */
  readonly #spent = new Set<string>();
  /** How often no answer came for a session. */
  readonly #away = new Map<string, number>();
  #day = '';
  #settledAt: number | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => new Date());
  }

  /** Projects that nothing is asked about until tomorrow. */
  get spent(): readonly string[] {
    return [...this.#spent].sort();
  }

  /** Reads one window. Rejects with `ModelAwayError` where no answer came: nothing was told then. */
  async next(signal: AbortSignal): Promise<ExtractionStep> {
    const { db, log } = this.#parts;
    this.#settledAt ??= (await log.head()).last;
    if (Number((await memoryProgress(db)).position) < this.#settledAt) return { outcome: 'behind' };
    this.#turnDay();
    const since = new Date(this.#now().getTime() - recentMs);
    for (const { session, lastPosition } of await recentSessions(db, since)) {
      if (signal.aborted) break;
      const mark = lastPosition;
      if (this.#looked.get(session) === mark) continue;
      try {
        const step = await this.#read(session, signal);
        if (step !== undefined) return step;
        this.#looked.set(session, mark);
      } catch (error) {
        if (error instanceof ModelAwayError) this.#noteAway(session, mark);
        throw error;
      }
    }
    return { outcome: 'nothing' };
  }

  /** A window that no answer ever comes for must not keep all others waiting. */
  #noteAway(session: string, mark: number): void {
    const times = (this.#away.get(session) ?? 0) + 1;
    this.#away.set(session, times);
    if (times < awayAtMost) return;
    this.#looked.set(session, mark);
    this.#away.delete(session);
  }

  #turnDay(): void {
    const day = this.#now().toISOString().slice(0, 10);
    if (day === this.#day) return;
    this.#day = day;
    this.#spent.clear();
    this.#looked.clear();
    this.#away.clear();
  }

  async #read(session: string, signal: AbortSignal): Promise<ExtractionStep | undefined> {
    const { db, log, plan } = this.#parts;
    const facts = await sessionFacts(db, session);
    const window = nextWindow(facts);
    if (window === undefined) return undefined;
    const extraction = extractionId(window, plan.model, askingParams);
    if (await wasExtracted(db, extraction)) return undefined;
    if (!(await this.#affords(window))) {
      this.#spent.add(window.project);
      return undefined;
    }
    const known = await knownSubjects(db, window.project, extractedKinds);
    const { items, refused, tokens } = await readWindow(plan, window, known, signal);
    this.#away.delete(session);
    const story = storyOf(facts)!;
    const [appended] = await log.append([
      newEvent({
        kind: 'memory.extracted',
        id: extraction,
        source: 'urn:hookline:bus:memory',
        time: this.#now().toISOString(),
        origin: 'derived',
        trust: 'agent',
        project: window.project,
        session,
        ...(story.actor !== undefined && { actor: story.actor }),
        data: {
          extraction,
          model: plan.model,
          prompt: promptVersion,
          from: window.from,
          to: window.to,
          items: items.map((item) => ({ ...item, evidence: [...item.evidence] })),
          refused: [...refused],
          tokens,
        },
      }),
    ]);
    this.#settledAt = Math.max(this.#settledAt ?? 0, appended?.position ?? (await log.head()).last);
    return { outcome: 'read', session, items: items.length, refused: refused.length };
  }

  async #affords(window: Window): Promise<boolean> {
    const { db, plan } = this.#parts;
    const spent = await tokensSince(db, window.project, new Date(`${this.#day}T00:00:00.000Z`));
    return spent + tokenEstimate(windowText(window)) + tokensBesides <= plan.tokensPerDay;
  }
}
