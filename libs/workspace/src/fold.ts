import type { DataOf } from '@hookline/schemas';
import { applyHunks } from './apply-hunks.ts';
import { AtWork, type Written } from './at-work.ts';
import { contentHash } from './content.ts';
import type { Making, Reason, Workspace } from './file-at.ts';
import { type About, type Had, justAfter, PathLine, type Place } from './path-line.ts';
import type { PlacedEvent } from './placed-event.ts';
import { looksAlike, showsOtherLines } from './shown-lines.ts';
import { type Base, type Teller, type Texts, type Told, toldByRead, toldByWrite } from './told.ts';
import { type Before, rivalsOf, twinsOf } from './twins.ts';
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
      for (const path of work.paths) this.#atWork.beginOn(this.#line(path), work);
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

  /** What the files held. Calls whose end was not heard may have written everything they say. */
  result(): Workspace {
    for (const { line, work, had } of this.#atWork.writtenNow()) {
      if (!work.lastFacts.has(line.path))
        this.#loseTwins([line], { had: this.#untold({ line, work, had }) }, beginOf(work), work);
    }
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
      this.#atWork.beginOn(line, work);
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
      const { had } = line;
      this.#atWork.endOn(line, work, place.order);
      if (last !== undefined) continue;
      this.#loseTwins([line], { had: this.#untold({ line, work, had }) }, beginOf(work), work);
      had.isWhole = false;
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
    if (this.#mayBeOlder(line, told, work, from)) {
      if (line.state === undefined) this.#lose(line, placed, 'overlap', olderText, data.call, about);
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

  /** Whether another name of the file may have been written after it was read, and before that was told. */
  #mayBeOlder(line: PathLine, told: Told | undefined, work: Work | undefined, from: string): boolean {
    const written = this.#atWork.writtenSince(from);
    if (written === undefined) return true;
    const hash = told === undefined || told.is === 'unknown' ? undefined : told.hash;
    return written.some((other) => {
      if (other.line === line || (other.work === work && work !== undefined)) return false;
      return !other.had.isWhole || hash === undefined || other.had.hashes.has(hash);
    });
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
      if (work.until === undefined || work.until > placed.order) continue;
      this.#atWork.endOn(this.#line(path), work, placed.order);
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
    const lines = source === undefined ? [line] : [source, line];
    const rivals = this.#twinsOfWrite(lines, placed, data, work, from);
    if (busy !== undefined || rivals !== undefined) {
      const text = busy === undefined ? rivals! : overlapText(busy);
      for (const each of lines) this.#lose(each, placed, 'overlap', text, data.call, about);
      return;
    }
    this.#checkBefore(line, data, texts, from);
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
    this.#loseTwins([line], { had: hadOf(line), how: data.how }, justAfter(line.evidence ?? placed), undefined);
    this.#contradict(line, placed.order);
    if (line.state !== 'unknown') this.#lose(line, placed, changed.reason, changed.text, undefined, about);
  }

  #changed(placed: PlacedEvent, path: string): void {
    const line = this.#line(path);
    this.#loseTwins([line], { had: hadOf(line) }, justAfter(line.evidence ?? placed), undefined);
    if (line.evidence !== undefined) line.doubt(justAfter(line.evidence), { ...changed, call: null });
    if (line.state !== 'unknown') this.#lose(line, placed, changed.reason, changed.text, undefined);
    line.forget();
  }

  /**
   * What was thought of a path was wrong since it was last seen. Where a person had their say in between, they may have
   * changed other files, too: what was not seen since is not known any more.
   */
  #contradict(line: PathLine, upTo: string): void {
    const { evidence, heldHash } = line;
    if (evidence === undefined) return;
    if (heldHash !== undefined) {
      this.#loseTwins([line], { had: hadOf(line) }, justAfter(evidence), undefined);
    }
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

  /**
   * Makes unknown what may be another name of the written file. Answers why the file itself is unknown: something else was
   * written at the same time that may be the same file.
   */
  #twinsOfWrite(
    lines: readonly PathLine[],
    placed: PlacedEvent,
    { hashBefore, hashAfter, patch, how, from: moved }: DataOf<'file.written'>,
    work: Work | undefined,
    from: string,
  ): string | undefined {
    const since = work === undefined ? placed : beginOf(work);
    let why: string | undefined;
    for (const line of lines) {
      const isSource = line === lines[0];
      const had = work !== undefined && line.writers.has(work) ? line.had : hadOf(line);
      if (isSource && hashBefore !== undefined) {
        had.hashes.add(hashBefore);
        had.isWhole ||= !had.isShared;
      }
      if (hashAfter !== undefined && line === lines.at(-1)) had.after.add(hashAfter);
      // Where a file is made, or goes when it is moved, there was nothing, or what was known.
      const isNew = isSource ? how === 'create' && hashBefore === undefined : moved !== undefined;
      if (isNew) had.isWhole ||= !had.isShared;
      const told = isSource ? { had, patch, how: moved === undefined ? how : undefined } : { had };
      this.#loseTwins(lines, told, since, work, line);
      if (work === undefined) continue;
      const written = this.#atWork.writtenSince(from);
      const all = [...this.#atWork.writtenNow(), ...(written ?? [])];
      const rivals = rivalsOf({ line, had, work }, all).filter((rival) => !lines.includes(rival));
      for (const rival of rivals) this.#disown(rival, since, rivalText(line), work);
      if (written === undefined) why = 'too much was written at the same time';
      else if (rivals.length > 0) why ??= rivalText(rivals[0]!);
    }
    return why;
  }

  #loseTwins(
    lines: readonly PathLine[],
    before: Before,
    since: Place,
    work: Work | undefined,
    line: PathLine = lines[0]!,
  ): void {
    for (const twin of twinsOf(this.#lines.values(), [line, ...lines], before, since.order)) {
      const text = `${line.path} may have had the same content and was written: both may be one file`;
      this.#disown(twin, since, text, work);
    }
  }

  /**
   * What a path may have had before a call that tells nothing of it: where others wrote it at that time, or what may be
   * another name of it, whatever they made of it.
   */
  #untold(own: Written): Had {
    const { had, work } = own;
    const written = this.#atWork.writtenSince(work.from);
    const isAlone =
      !had.isShared && written !== undefined && rivalsOf(own, [...this.#atWork.writtenNow(), ...written]).length === 0;
    return isAlone ? had : { ...had, isWhole: false };
  }

  #disown(line: PathLine, since: Place, text: string, work: Work | undefined): void {
    if (line.state !== undefined) line.disown(since, { reason: 'twin', text, call: work?.call ?? null });
    line.forget();
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

const olderText = 'another file was written at the same time, and both may be one';

function beginOf({ begin, from }: Work): Place {
  return { ...begin, order: from };
}

/** What a path that no call writes has. */
function hadOf(line: PathLine): Had {
  const { heldHash, base } = line;
  const isSeen = heldHash !== undefined || base === 'absent';
  return {
    hashes: new Set(heldHash === undefined ? [] : [heldHash]),
    after: new Set(),
    isWhole: isSeen,
    isSeen,
    isShared: false,
    text: undefined,
  };
}

function rivalText({ path }: PathLine): string {
  return `${path} was written at the same time: both may be one file`;
}

function overlapText(work: Work): string {
  return work.scope === 'anything'
    ? `${work.text.replace(' may have written it', '')} ran at the same time`
    : `${work.tool} wrote it at the same time`;
}

function tellerOf({ event, position }: PlacedEvent, path: string, work: Work | undefined): Teller {
  return { harness: event.harness, tool: work?.tool ?? '', path, position };
}
