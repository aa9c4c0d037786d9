import { linesIn } from './content.ts';
import type { FileVersion, Seen, Why } from './file-at.ts';
import type { PlacedEvent } from './placed-event.ts';
import type { Base } from './told.ts';
import type { Work } from './works.ts';

/** A place in a session. */
export type Place = Pick<PlacedEvent, 'order' | 'position' | 'at'>;

/** What else a version says. */
export interface About {
  readonly how?: FileVersion['how'];
  readonly call?: string | null | undefined;
  readonly added?: number | null | undefined;
  readonly removed?: number | null | undefined;
  readonly before?: string | undefined;
}

/** Just behind an event, before any other. */
export function justAfter({ order, position, at }: Place): Place {
  return { order: `${order}!`, position, at };
}

/** What a path held, or may have held, from before some calls began to write it. */
export interface Had {
  /** Before one of the calls. */
  readonly hashes: Set<string>;
  /** After one of the calls. */
  readonly after: Set<string>;
  /** Nothing else can have been there: not before them, nor in between. */
  isWhole: boolean;
  /** Whether it was known before them; else only what a call says of it tells, as long as it is the only one. */
  readonly isSeen: boolean;
  isShared: boolean;
  /** The text before them, where it was known. */
  readonly text: string | undefined;
}

/** One path through a session. */
export class PathLine {
  readonly path: string;
  readonly versions: FileVersion[] = [];
  /** What it holds, or held before the calls that write it now: text, `absent`, or undefined when nobody knows. */
  base: Base | 'absent' | undefined;
  /** Where the base was last seen to be so. */
  evidence: Place | undefined;
  /** Calls that write it now. */
  readonly writers = new Set<Work>();
  /** The latest calls that wrote it and ended, newest last. */
  ended: { readonly work: Work; readonly order: string }[] = [];
  /** What it had before the calls that write it now, or wrote it last. */
  had: Had = { hashes: new Set(), after: new Set(), isWhole: false, isSeen: false, isShared: false, text: undefined };
  lastSeen: Seen | null = null;
  /** All its lines as a harness shows them that leaves out whether the last has an end. */
  shown: { readonly text: string; readonly position: number } | undefined;

  constructor(path: string) {
    this.path = path;
  }

  get state(): FileVersion['state'] | undefined {
    return this.versions.at(-1)?.state;
  }

  /** The hash of what it is known to hold, or was before the calls that write it now. */
  get heldHash(): string | undefined {
    if (typeof this.base === 'object') return this.base.hash;
    const last = this.base === undefined ? this.versions.at(-1) : undefined;
    return last?.state === 'known' ? last.hash! : undefined;
  }

  /** Whether some content that it was thought to hold at some time from a place on, until now, is such a one. */
  hasHeld(order: string, is: (hash: string) => boolean): boolean {
    const { heldHash, versions } = this;
    if (heldHash !== undefined && is(heldHash)) return true;
    for (let index = versions.length - 1; index >= 0; index -= 1) {
      const version = versions[index]!;
      if (version.hash !== null && version.hash !== heldHash && is(version.hash)) return true;
      if (version.order < order) return false;
    }
    return false;
  }

  /** A call writes it from here on. */
  enter(work: Work): void {
    if (this.writers.size > 0) {
      this.had.isShared = true;
      this.had.isWhole &&= this.had.isSeen;
    } else {
      const hash = this.heldHash;
      const isSeen = hash !== undefined || this.base === 'absent';
      const before = work.befores.get(this.path);
      this.had = {
        hashes: new Set([hash, before === 'absent' ? undefined : before].filter((each) => each !== undefined)),
        after: new Set(),
        isWhole: isSeen || before !== undefined,
        isSeen,
        isShared: false,
        text: typeof this.base === 'object' ? this.base.text : undefined,
      };
    }
    this.writers.add(work);
  }

  /** It holds the base from here on. */
  hold(base: Base | 'absent', place: Place, about: About): void {
    this.base = base;
    this.shown = undefined;
    this.evidence = place;
    if (base !== 'absent') this.lastSeen = { hash: base.hash, position: place.position };
    const text = base === 'absent' ? undefined : base.text;
    this.#push(place, about, {
      state: base === 'absent' ? 'absent' : 'known',
      hash: base === 'absent' ? null : base.hash,
      bytes: text === undefined ? null : Buffer.byteLength(text),
      lines: text === undefined ? null : linesIn(text),
      why: null,
      lastSeen: null,
    });
  }

  /** The base is what was thought: seen again. */
  confirm(place: Place): void {
    this.evidence = place;
  }

  /** Nobody knows what it holds, from here on. The base stays for the calls at work, unless `forget`. */
  lose(place: Place, why: Omit<Why, 'position'>, about: About & { readonly forget?: boolean } = {}): void {
    if (about.forget !== false) this.forget();
    this.#push(place, about, {
      state: 'unknown',
      hash: null,
      bytes: null,
      lines: null,
      why: { ...why, position: place.position },
      lastSeen: this.lastSeen,
    });
  }

  /** A call does not write it any more. */
  leave(work: Work, order: string): void {
    this.writers.delete(work);
    this.ended = [...this.ended, { work, order }].slice(-8);
  }

  forget(): void {
    this.base = undefined;
    this.evidence = undefined;
    this.shown = undefined;
  }

  /** The same for a place in the past: nothing that came since is known better. */
  doubt(place: Place, why: Omit<Why, 'position'>): void {
    const index = this.versions.findLastIndex(({ order }) => order <= place.order);
    const lastSeen = this.#seenUpTo(index);
    const version: FileVersion = {
      ...empty,
      ...placeOf(place),
      state: 'unknown',
      call: why.call,
      why: { ...why, position: place.position },
      lastSeen,
    };
    if (this.versions[index]?.state !== 'unknown') this.versions.splice(index + 1, 0, version);
  }

  /** What was thought since a place in the past was never certain. */
  disown(place: Place, why: Omit<Why, 'position'>): void {
    const kept = this.versions.findLastIndex(({ order }) => order < place.order);
    this.versions.length = kept + 1;
    this.doubt(place, why);
  }

  #seenUpTo(index: number): Seen | null {
    const known = this.versions.slice(0, index + 1).findLast(({ state }) => state === 'known');
    return known === undefined ? null : { hash: known.hash!, position: known.position };
  }

  #push(
    place: Place,
    { how = null, call = null, added = null, removed = null, before }: About,
    held: Pick<FileVersion, 'state' | 'hash' | 'bytes' | 'lines' | 'why' | 'lastSeen'>,
  ): void {
    const told = before === undefined ? {} : { before };
    const version: FileVersion = { ...placeOf(place), how, call, added, removed, ...told, ...held };
    const last = this.versions.at(-1);
    if (last !== undefined && last.order >= version.order) this.versions.pop();
    this.versions.push(version);
  }
}

const empty = { hash: null, bytes: null, lines: null, added: null, removed: null, how: null } as const;

function placeOf({ position, order, at }: Place) {
  return { position, order, at };
}
