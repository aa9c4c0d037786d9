import type { DataOf } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import { AtWork } from './at-work.ts';
import { contentHash } from './content.ts';
import type { Making, Reason, Workspace } from './file-at.ts';
import { type About, justAfter, PathLine, type Place } from './path-line.ts';
import type { PlacedEvent } from './placed-event.ts';
import { looksAlike, showsOtherLines } from './shown-lines.ts';
import { type Base, type Teller, type Texts, type Told, toldByRead, toldByWrite } from './told.ts';
import { twinsOf } from './twins.ts';
import type { Work, Works } from './works.ts';

/** Texts that are held to lay patches onto: characters, of one and of all. Beyond, patches lead to nothing known. */
const textMax = 4_000_000;
const textsMax = 32_000_000;

const changedText = 'what was seen later shows that somebody else changed it';

/** Folds the events of a session, given in its order, into what its files held. */
export class WorkspaceFold {
  readonly #works: Works;
  readonly #lines = new Map<string, PathLine>();
  readonly #makings = new Map<string, Making>();
  readonly #atWork = new AtWork();
  /** Paths of which something is held. */
  readonly #held = new Set<PathLine>();

  constructor(works: Works) {
    this.#works = works;
    for (const work of works.beginning.get('') ?? []) {
      this.#atWork.begin(work);
      for (const path of work.paths) this.#line(path).writers.add(work);
    }
  }

  /** The next event, with the texts of its file fact. */
  step(placed: PlacedEvent, texts: Texts = {}): void {
    const { event, order } = placed;
    for (const work of this.#works.beginning.get(order) ?? []) this.#begin(work, placed);
    if (event.kind === 'file.read') this.#read(placed, event.data, texts);
    else if (event.kind === 'file.written') this.#toldWritten(placed, event.data, texts);
    else if (event.kind === 'file.changed') this.#changed(placed, event.data.path);
    for (const work of this.#works.ending.get(order) ?? []) this.#end(work, placed);
  }

  result(): Workspace {
    const lines = [...this.#lines.values()].filter(({ versions }) => versions.length > 0);
    return {
      versions: new Map(lines.map(({ path, versions }) => [path, versions])),
      makings: this.#makings,
    };
  }

  #begin(work: Work, place: Place): void {
    this.#atWork.begin(work);
    if (work.scope === 'anything') {
      for (const line of this.#held) {
        if (line.state !== 'unknown') this.#lose(line, place, work.reason, work.text, work.call);
        line.forget();
      }
      this.#held.clear();
    }
    for (const path of work.scope === 'nothing' ? [] : work.paths) {
      const line = this.#line(path);
      line.writers.add(work);
      const why = { reason: 'in-flight' as const, text: `${work.tool} writes it`, call: work.call ?? null };
      if (line.state !== 'unknown') line.lose(place, why, { call: work.call, forget: false });
    }
  }

  #end(work: Work, place: Place): void {
    this.#atWork.end(work, place.order);
    for (const path of work.scope === 'nothing' ? [] : work.paths) {
      const last = work.lastFacts.get(path);
      if (last !== undefined && last > place.order) continue;
      const line = this.#line(path);
      line.leave(work, place.order);
      if (last !== undefined) continue;
      const text = work.failed
        ? `${work.tool} failed, perhaps half-way`
        : `${work.tool} wrote it, and nobody told what`;
      this.#lose(line, place, work.failed ? 'failed' : 'not-told', text, work.call);
    }
  }

  #read(placed: PlacedEvent, data: DataOf<'file.read'>, texts: Texts): void {
    const line = this.#line(data.path);
    const { work, from } = this.#workOf(placed, data.call);
    const about: About = { how: 'read', call: data.call };
    const told = toldByRead(data, texts, tellerOf(placed, data.path, work));
    const busy = this.#atWork.anywhere(work, from, placed.order) ?? this.#atWork.on(line, work, from);
    if (busy !== undefined) {
      if (line.state === undefined) this.#lose(line, placed, 'overlap', overlapText(busy), data.call, about);
      return;
    }
    const { base } = line;
    if (told === undefined) {
      this.#readPart(line, placed, data, texts, from);
    } else if (told.is === 'hash') {
      if (base !== undefined && base !== 'absent' && base.hash === told.hash) line.confirm(placed);
      else this.#readOther(line, placed, from, { ...unseen, call: data.call ?? null }, about);
    } else if (told.is === 'unknown') {
      const isAlike = base !== undefined && base !== 'absent' && looksAlike(base.text, texts.content ?? '');
      if (!isAlike) this.#lose(line, placed, told.reason, told.text, data.call, about);
    } else {
      this.#note(told);
      if (base !== undefined && base !== 'absent') {
        if (base.hash === told.hash) {
          line.confirm(placed);
          return;
        }
        if (looksAlike(base.text, told.text)) return;
      }
      if (base !== undefined) this.#contradict(line, from);
      this.#hold(line, told, placed, about);
    }
  }

  #readPart(line: PathLine, placed: PlacedEvent, data: DataOf<'file.read'>, { content }: Texts, from: string): void {
    const { base } = line;
    const about: About = { how: 'read', call: data.call };
    if (base === undefined) {
      if (line.state === undefined) this.#lose(line, placed, 'partial', 'only a part of it was seen', data.call, about);
      const isAll = data.startLine === 1 && data.lines !== undefined && data.lines === data.totalLines;
      if (!isAll || content === undefined || content.length > textMax) return;
      line.shown = { text: content, position: placed.position };
      this.#held.add(line);
    } else if (base === 'absent' ? content !== undefined : showsOtherLines(base.text, data, content)) {
      this.#readOther(line, placed, from, { ...changed, call: data.call ?? null }, about);
    }
  }

  /** A read shows that the file is not what was thought, and not what it is. */
  #readOther(
    line: PathLine,
    placed: PlacedEvent,
    from: string,
    { reason, text, call }: { reason: Reason; text: string; call: string | null },
    about: About,
  ): void {
    if (line.base !== undefined) this.#contradict(line, from);
    if (line.state !== 'unknown') this.#lose(line, placed, reason, text, call, about);
  }

  #toldWritten(placed: PlacedEvent, data: DataOf<'file.written'>, texts: Texts): void {
    this.#written(placed, data, texts);
    const work = data.call === undefined ? undefined : this.#works.of.get(data.call);
    for (const path of [data.path, data.from]) {
      if (path === undefined || work?.lastFacts.get(path) !== placed.order) continue;
      if (work.until !== undefined && work.until <= placed.order) this.#line(path).leave(work, placed.order);
    }
  }

  #written(placed: PlacedEvent, data: DataOf<'file.written'>, texts: Texts): void {
    const line = this.#line(data.path);
    const source = data.from === undefined ? undefined : this.#line(data.from);
    const { work, from } = this.#workOf(placed, data.call);
    const about: About = {
      how: data.how,
      call: data.call,
      added: data.linesAdded ?? null,
      removed: data.linesRemoved ?? null,
    };
    if (data.call === undefined && data.after === undefined && data.patch === undefined) {
      this.#foundChanged(line, placed, data, about);
      return;
    }
    const busy = this.#atWork.anywhere(work, from, placed.order) ?? this.#otherWriter(line, source, work, from, data);
    if (busy !== undefined) {
      this.#loseTwins(line, source, data, work, from);
      for (const each of [line, source]) {
        if (each !== undefined) this.#lose(each, placed, 'overlap', overlapText(busy), data.call, about);
      }
      return;
    }
    this.#checkBefore(line, data, texts, from);
    this.#loseTwins(line, source, data, work, from);
    const teller = tellerOf(placed, data.path, work);
    const old = this.#baseOf(source ?? line, data);
    const told = data.how === 'delete' ? undefined : this.#toldByWrite(data, texts, old, source !== undefined, teller);
    if (source !== undefined) this.#hold(source, 'absent', placed, about, work);
    if (told === undefined) this.#hold(line, 'absent', placed, about, work);
    else if (told.is === 'text') {
      this.#note(told);
      this.#noteBefore(data, texts, placed);
      this.#hold(line, told, placed, about, work);
    } else if (told.is === 'unknown') {
      this.#lose(line, placed, told.reason, told.text, data.call, about);
    } else if (line.base === undefined || line.base === 'absent' || line.base.hash !== told.hash) {
      this.#lose(line, placed, unseen.reason, unseen.text, data.call, about);
    } else {
      this.#hold(line, line.base, placed, about, work);
    }
  }

  #toldByWrite(
    data: DataOf<'file.written'>,
    texts: Texts,
    old: Base | undefined,
    isMove: boolean,
    teller: Teller,
  ): Told {
    if (isMove && data.after === undefined && data.patch === undefined && data.hashAfter === undefined) {
      if (old === undefined)
        return { is: 'unknown', reason: 'partial', text: 'it was moved, and was not known before' };
      return { is: 'text', ...old, making: this.#makings.get(old.hash)! };
    }
    return toldByWrite(data, texts, old, teller);
  }

  /** What a patch is laid onto. Lines that were shown without their last end are tried with and without it. */
  #baseOf(line: PathLine, data: DataOf<'file.written'>): Base | undefined {
    if (line.base === 'absent') return { text: '', hash: contentHash('') };
    if (line.base !== undefined || line.shown === undefined || data.patch === undefined) return line.base;
    const { text, position } = line.shown;
    const [open, ended] = [text, `${text}\n`].map((each) => applyHunks(each, data.patch!) !== undefined);
    if (open === ended) return undefined;
    const base = { text: ended ? `${text}\n` : text, hash: contentHash(ended ? `${text}\n` : text) };
    const making: Making = { from: 'field', position, field: 'content', ...(ended && { end: '\n' as const }) };
    if (!this.#makings.has(base.hash)) this.#makings.set(base.hash, making);
    return base;
  }

  /** Another call that wrote one of the paths at the same time; not where the content before tells that it came first. */
  #otherWriter(
    line: PathLine,
    source: PathLine | undefined,
    work: Work | undefined,
    from: string,
    { hashBefore }: DataOf<'file.written'>,
  ): Work | undefined {
    const other = this.#atWork.on(line, work, from);
    const isChained = line.base !== undefined && line.base !== 'absent' && line.base.hash === hashBefore;
    if (other !== undefined && !isChained) return other;
    return source && this.#atWork.on(source, work, from);
  }

  /** What the call saw before it wrote must be what was thought to be there. */
  #checkBefore(line: PathLine, data: DataOf<'file.written'>, { before }: Texts, from: string): void {
    const { base } = line;
    if (base === undefined || data.from !== undefined) return;
    if (base === 'absent') {
      if (before !== undefined && before !== '') this.#contradict(line, from);
    } else if (data.hashBefore !== undefined && data.hashBefore !== base.hash) {
      if (before === undefined || !looksAlike(base.text, before)) this.#contradict(line, from);
      else line.forget();
    }
  }

  /** Somebody changed it, and only that is known. */
  #foundChanged(line: PathLine, placed: PlacedEvent, data: DataOf<'file.written'>, about: About): void {
    const { base } = line;
    const isSame = base === 'absent' ? data.how === 'delete' : base !== undefined && base.hash === data.hashAfter;
    if (isSame) {
      line.confirm(placed);
      return;
    }
    this.#contradict(line, placed.order);
    if (line.state !== 'unknown') this.#lose(line, placed, changed.reason, changed.text, undefined, about);
  }

  #changed(placed: PlacedEvent, path: string): void {
    const line = this.#line(path);
    if (line.evidence !== undefined) line.doubt(justAfter(line.evidence), { ...changed, call: null });
    if (line.state !== 'unknown') this.#lose(line, placed, changed.reason, changed.text, undefined);
    line.forget();
  }

  /**
   * What was thought of a path was wrong since it was last seen. Where a person had their say in between, they may have
   * changed other files, too: what was not seen since is not known any more.
   */
  #contradict(line: PathLine, upTo: string): void {
    const { evidence } = line;
    if (evidence === undefined) return;
    line.doubt(justAfter(evidence), { ...changed, call: null });
    line.forget();
    const between = this.#works.boundaries.find(({ order }) => order > evidence.order && order <= upTo);
    if (between === undefined) return;
    for (const other of this.#held) {
      if (other.evidence === undefined || other.evidence.order >= between.order) continue;
      other.doubt(between, { reason: 'seen-changed', text: 'somebody else changed files at that time', call: null });
      other.forget();
    }
  }

  /** Two paths may be one file (links, folders that are links, names that differ in case). */
  #loseTwins(
    line: PathLine,
    source: PathLine | undefined,
    data: DataOf<'file.written'>,
    work: Work | undefined,
    from: string,
  ): void {
    for (const twin of twinsOf(this.#held, [line, ...(source === undefined ? [] : [source])], data)) {
      const text = `${line.path} had the same content and was written: both may be one file`;
      const since = work === undefined ? justAfter(twin.evidence!) : { ...work.begin, order: from };
      twin.disown(since, { reason: 'twin', text, call: work?.call ?? null });
      twin.forget();
    }
  }

  /** It holds this; while calls are at work on it that only its call knows. */
  #hold(line: PathLine, told: Base | 'absent', place: PlacedEvent, about: About, work?: Work): void {
    const base = told === 'absent' ? told : { text: told.text, hash: told.hash };
    const isLast =
      work === undefined || work.lastFacts.get(line.path) === place.order || !work.lastFacts.has(line.path);
    const others = [...line.writers].some((writer) => writer !== work);
    this.#held.add(line);
    if (!isLast || others) {
      line.base = base;
      line.evidence = place;
      return;
    }
    if (base !== 'absent' && base.text.length > textMax) {
      this.#lose(line, place, 'size', 'it is too large to be followed', about.call ?? undefined, about);
      return;
    }
    line.hold(base, place, about);
    this.#keepWithin(line);
  }

  #lose(
    line: PathLine,
    place: Place,
    reason: Reason,
    text: string,
    call: string | undefined | null,
    about: About = { call },
  ): void {
    line.lose(place, { reason, text, call: call ?? null }, about);
    this.#held.delete(line);
  }

  /** Forgets texts, the oldest first, when too much is held. Their versions stay known; patches onto them are not. */
  #keepWithin(newest: PathLine): void {
    this.#held.delete(newest);
    this.#held.add(newest);
    let total = 0;
    for (const line of [...this.#held].reverse()) {
      if (line.base === undefined || line.base === 'absent') continue;
      total += line.base.text.length;
      if (total > textsMax) line.base = undefined;
    }
  }

  #note({ hash, making }: Told & { is: 'text' }): void {
    if (!this.#makings.has(hash)) this.#makings.set(hash, making);
  }

  #noteBefore({ hashBefore }: DataOf<'file.written'>, { before }: Texts, { position }: PlacedEvent): void {
    if (before === undefined || hashBefore === undefined || this.#makings.has(hashBefore)) return;
    this.#makings.set(hashBefore, { from: 'field', position, field: 'before' });
  }

  #workOf({ order }: PlacedEvent, call: string | undefined): { work: Work | undefined; from: string } {
    const work = call === undefined ? undefined : this.#works.of.get(call);
    return { work, from: work?.from ?? order };
  }

  #line(path: string): PathLine {
    const known = this.#lines.get(path);
    if (known !== undefined) return known;
    const made = new PathLine(path);
    this.#lines.set(path, made);
    return made;
  }
}

const changed = { reason: 'seen-changed' as const, text: changedText };
const unseen = { reason: 'partial' as const, text: 'its text was not seen' };

function overlapText(work: Work): string {
  return work.scope === 'anything'
    ? `${work.text.replace(' may have written it', '')} ran at the same time`
    : `${work.tool} wrote it at the same time`;
}

function tellerOf({ event, position }: PlacedEvent, path: string, work: Work | undefined): Teller {
  return { harness: event.harness, tool: work?.tool ?? '', path, position };
}
