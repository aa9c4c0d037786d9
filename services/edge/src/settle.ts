import { shortHash } from '@hookline/schemas';
import type { Spool } from '@hookline/spool';
import type { EdgeStep } from './edge-step.ts';
import type { Settled } from './send/outbox.ts';
import type { ProcessFile } from './sessions/process-file.ts';
import type { SessionStore } from './sessions/session-store.ts';

interface Refusal {
  readonly name: string;
  readonly reason: string;
  readonly text: string;
}

/**
 * Keeps sessions at their checkpoints, then forgets the entries before them. In this order a crash in between leaves
 * entries that the kept file names as done; the other order would lose what the entries had changed.
 */
export class Settler {
  readonly #parts: { store: SessionStore; processFile: ProcessFile; spool: Spool };
  /** Refused events by session, until their entries are forgotten: an entry translated again is refused again. */
  readonly #refused = new Map<string, Refusal[]>();

  constructor(parts: { store: SessionStore; processFile: ProcessFile; spool: Spool }) {
    this.#parts = parts;
  }

  settle({ step, refused }: Settled<EdgeStep>): void {
    const { store, processFile, spool } = this.#parts;
    for (const { event, reason } of refused) {
      const list = this.#refused.get(step.session) ?? [];
      list.push({ name: refusedName(step, event.id), reason, text: event.json });
      this.#refused.set(step.session, list);
    }
    if (step.checkpoint) {
      const { live, text, processes, entries } = step.checkpoint;
      processFile.save(processes);
      store.save(step.session, text);
      for (const { name, reason, text: event } of this.#refused.get(step.session) ?? []) {
        spool.reject(name, reason, event);
      }
      this.#refused.delete(step.session);
      spool.forget(entries.map(({ name }) => name));
      live.openCheckpoints -= 1;
    }
    step.onSettled?.();
  }
}

/** A refused event lies among the rejected under its entry's name, or its session's where it came from the record. */
function refusedName({ entry, session }: EdgeStep, id: string): string {
  return `${entry?.name ?? `record.${shortHash(session)}`}.${shortHash(id)}`;
}
