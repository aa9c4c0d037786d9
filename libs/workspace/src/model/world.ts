import {
  type CloudEvent,
  type DataOf,
  eventId,
  type Hunk,
  type Kind,
  newEvent,
  readEvent,
  sequenceAt,
} from '@hookline/schemas';
import { structuredPatch } from 'diff';
import { contentHash, holdsMark } from '../content.ts';
import type { PlacedEvent } from '../placed-event.ts';

/** Files of a simulated checkout: contents by path. `link` is another name of `a.txt` in some worlds. */
export type Tree = ReadonlyMap<string, string>;

/** An event, and the checkout when it was told. */
export interface Told {
  readonly placed: PlacedEvent;
  readonly tree: Tree;
}

export const hidden = 'hunter2';
const mark = '«secret:password:0123456789ab»';
const startMs = Date.UTC(2026, 10, 22, 12);

/** How redaction shows a text. */
export const shown = (text: string) => text.replaceAll(hidden, mark);
export const hashOf = (text: string) => (holdsMark(text) ? undefined : contentHash(text));

export function hunks(before: string, after: string): Hunk[] {
  return structuredPatch('', '', before, after, undefined, undefined, { context: 1 })!.hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) => ({ oldStart, oldLines, newStart, newLines, lines }),
  );
}

/** A checkout, and what is told of the work in it. */
export class World {
  readonly told: Told[] = [];
  readonly harness: string;
  readonly #files = new Map<string, string>();
  readonly #isLinked: boolean;
  #turn: string | undefined;

  constructor(harness: string, isLinked: boolean) {
    this.harness = harness;
    this.#isLinked = isLinked;
  }

  read(path: string): string | undefined {
    return this.#files.get(this.#real(path));
  }

  write(path: string, text: string): void {
    this.#files.set(this.#real(path), text);
  }

  /** What another name leads to stays where it is. */
  canRemove(path: string): boolean {
    return !this.#isLinked || (path !== 'a.txt' && path !== 'link');
  }

  remove(path: string): void {
    this.#files.delete(this.#real(path));
  }

  get tree(): Tree {
    const tree = new Map(this.#files);
    const linked = this.read('link');
    if (this.#isLinked && linked !== undefined) tree.set('link', linked);
    return tree;
  }

  prompt(): void {
    this.tell('prompt.submitted', { text: 'go on', by: 'person' } as DataOf<'prompt.submitted'>);
    this.#turn = this.told.at(-1)!.placed.event.id;
  }

  /** Tells an event; `isHeard`: it gets through. */
  tell<K extends Kind>(kind: K, data: DataOf<K>, isHeard = true, agent = 'main'): void {
    const n = this.told.length + 1;
    const time = new Date(startMs + n * 1_000).toISOString();
    const event = newEvent({
      kind,
      id: eventId('model', n),
      source: 'urn:hookline:laptop:model',
      time,
      sequence: sequenceAt(startMs + n * 1_000, n),
      session: 'model:1',
      project: 'github.com/acme/shop',
      harness: this.harness,
      origin: 'hook',
      agent,
      ...(this.#turn !== undefined && { turn: this.#turn }),
      data,
    } as never) as CloudEvent;
    const placed = { event: readEvent(event)!, position: n, at: time, order: `${event.sequence} 6${event.id}` };
    this.told.push({ placed: isHeard ? placed : { ...placed, position: -n }, tree: this.tree });
  }

  #real(path: string): string {
    return this.#isLinked && path === 'link' ? 'a.txt' : path;
  }
}
