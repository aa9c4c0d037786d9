import type { DataOf } from '@hookline/schemas';
import { AtWork } from './at-work.ts';
import { beginOf, changed, Doubts, hadOf } from './doubts.ts';
import type { Reason, Workspace } from './file-at.ts';
import { Holding } from './holding.ts';
import { type About, justAfter, type PathLine, type Place } from './path-line.ts';
import type { PlacedEvent } from './placed-event.ts';
import { looksAlike, showsOtherLines } from './shown-lines.ts';
import { type Base, type Teller, type Texts, type Told, toldByRead, toldByWrite } from './told.ts';
import type { Work, Works } from './works.ts';

/** Folds the events of a session, given in its order, into what its files held. */
export class WorkspaceFold {
  readonly #works: Works;
  readonly #holding = new Holding();
  readonly #atWork = new AtWork();
  readonly #doubts: Doubts;

  constructor(works: Works) {
    this.#works = works;
    this.#doubts = new Doubts(works, this.#holding, this.#atWork);
    for (const work of works.beginning.get('') ?? []) {
      this.#atWork.begin(work);
      for (const path of work.paths) this.#atWork.beginOn(this.#holding.line(path), work);
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
        this.#doubts.loseTwins([line], { had: this.#doubts.untold({ line, work, had }) }, beginOf(work), work);
    }
    return this.#holding.result();
  }

  #begin(work: Work, place: Place): void {
    this.#atWork.begin(work);
    if (work.scope === 'anything') {
      for (const line of this.#holding.held()) {
        if (line.state !== 'unknown') this.#holding.lose(line, place, work.reason, work.text, work.call);
        line.forget();
      }
      this.#holding.letGo();
    }
    for (const path of work.scope === 'nothing' ? [] : work.paths) {
      const line = this.#holding.line(path);
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
      const line = this.#holding.line(path);
      const { had } = line;
      this.#atWork.endOn(line, work, place.order);
      if (last !== undefined) continue;
      this.#doubts.loseTwins([line], { had: this.#doubts.untold({ line, work, had }) }, beginOf(work), work);
      had.isWhole = false;
      const text = work.failed
        ? `${work.tool} failed, perhaps half-way`
        : `${work.tool} wrote it, and nobody told what`;
      this.#holding.lose(line, place, work.failed ? 'failed' : 'not-told', text, work.call);
    }
  }

  #read(placed: PlacedEvent, data: DataOf<'file.read'>, texts: Texts): void {
    const line = this.#holding.line(data.path);
    const { work, from } = this.#workOf(placed, data.call);
    const about: About = { how: 'read', call: data.call };
    const told = toldByRead(data, texts, tellerOf(placed, data.path, work));
    const busy = this.#atWork.anywhere(work, from, placed.order) ?? this.#atWork.on(line, work, from);
    if (busy !== undefined) {
      if (line.state === undefined) this.#holding.lose(line, placed, 'overlap', overlapText(busy), data.call, about);
      return;
    }
    if (this.#mayBeOlder(line, told, work, from)) {
      if (line.state === undefined) this.#holding.lose(line, placed, 'overlap', olderText, data.call, about);
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
      if (!isAlike) this.#holding.lose(line, placed, told.reason, told.text, data.call, about);
    } else {
      this.#holding.note(told);
      if (base !== undefined && base !== 'absent') {
        if (base.hash === told.hash) {
          line.confirm(placed);
          return;
        }
        if (looksAlike(base.text, told.text)) return;
      }
      if (base !== undefined) this.#doubts.contradict(line, from);
      this.#holding.hold(line, told, placed, about);
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
      if (line.state === undefined)
        this.#holding.lose(line, placed, 'partial', 'only a part of it was seen', data.call, about);
      const isAll = data.startLine === 1 && data.lines !== undefined && data.lines === data.totalLines;
      if (isAll && content !== undefined) this.#holding.show(line, content, placed.position);
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
    if (line.base !== undefined) this.#doubts.contradict(line, from);
    if (line.state !== 'unknown') this.#holding.lose(line, placed, reason, text, call, about);
  }

  #toldWritten(placed: PlacedEvent, data: DataOf<'file.written'>, texts: Texts): void {
    this.#written(placed, data, texts);
    const work = data.call === undefined ? undefined : this.#works.of.get(data.call);
    for (const path of [data.path, data.from]) {
      if (path === undefined || work?.lastFacts.get(path) !== placed.order) continue;
      if (work.until === undefined || work.until > placed.order) continue;
      this.#atWork.endOn(this.#holding.line(path), work, placed.order);
    }
  }

  #written(placed: PlacedEvent, data: DataOf<'file.written'>, texts: Texts): void {
    const line = this.#holding.line(data.path);
    const source = data.from === undefined ? undefined : this.#holding.line(data.from);
    const { work, from } = this.#workOf(placed, data.call);
    const about: About = {
      how: data.how,
      call: data.call,
      added: data.linesAdded ?? null,
      removed: data.linesRemoved ?? null,
      // Of a move it is the source that was seen before.
      before: source === undefined ? beforeOf(data) : undefined,
    };
    if (data.call === undefined && data.after === undefined && data.patch === undefined) {
      this.#foundChanged(line, placed, data, about);
      return;
    }
    const busy = this.#atWork.anywhere(work, from, placed.order) ?? this.#otherWriter(line, source, work, from, data);
    const lines = source === undefined ? [line] : [source, line];
    const rivals = this.#doubts.twinsOfWrite(lines, placed, data, work, from);
    if (busy !== undefined || rivals !== undefined) {
      const text = busy === undefined ? rivals! : overlapText(busy);
      for (const each of lines) this.#holding.lose(each, placed, 'overlap', text, data.call, about);
      return;
    }
    this.#checkBefore(line, data, texts, from);
    const teller = tellerOf(placed, data.path, work);
    const old = this.#holding.baseOf(source ?? line, data);
    const told = data.how === 'delete' ? undefined : this.#toldByWrite(data, texts, old, source !== undefined, teller);
    if (source !== undefined) this.#holding.hold(source, 'absent', placed, { ...about, before: data.hashBefore }, work);
    if (told === undefined) this.#holding.hold(line, 'absent', placed, about, work);
    else if (told.is === 'text') {
      this.#holding.note(told);
      this.#holding.noteBefore(data, texts, placed);
      this.#holding.hold(line, told, placed, about, work);
    } else if (told.is === 'unknown') {
      this.#holding.lose(line, placed, told.reason, told.text, data.call, about);
    } else if (line.base === undefined || line.base === 'absent' || line.base.hash !== told.hash) {
      this.#holding.lose(line, placed, unseen.reason, unseen.text, data.call, about);
    } else {
      this.#holding.hold(line, line.base, placed, about, work);
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
      return { is: 'text', ...old, making: this.#holding.making(old.hash) };
    }
    return toldByWrite(data, texts, old, teller);
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
      if (before !== undefined && before !== '') this.#doubts.contradict(line, from);
    } else if (data.hashBefore !== undefined && data.hashBefore !== base.hash) {
      if (before === undefined || !looksAlike(base.text, before)) this.#doubts.contradict(line, from);
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
    this.#doubts.loseTwins([line], { had: hadOf(line), how: data.how }, justAfter(line.evidence ?? placed), undefined);
    this.#doubts.contradict(line, placed.order);
    if (line.state !== 'unknown') this.#holding.lose(line, placed, changed.reason, changed.text, undefined, about);
  }

  #changed(placed: PlacedEvent, path: string): void {
    const line = this.#holding.line(path);
    this.#doubts.loseTwins([line], { had: hadOf(line) }, justAfter(line.evidence ?? placed), undefined);
    if (line.evidence !== undefined) line.doubt(justAfter(line.evidence), { ...changed, call: null });
    if (line.state !== 'unknown') this.#holding.lose(line, placed, changed.reason, changed.text, undefined);
    line.forget();
  }

  #workOf({ order }: PlacedEvent, call: string | undefined): { work: Work | undefined; from: string } {
    const work = call === undefined ? undefined : this.#works.of.get(call);
    return { work, from: work?.from ?? order };
  }
}

function beforeOf({ hashBefore, how }: DataOf<'file.written'>): string | undefined {
  return hashBefore ?? (how === 'create' ? 'absent' : undefined);
}

const unseen = { reason: 'partial' as const, text: 'its text was not seen' };

const olderText = 'another file was written at the same time, and both may be one';

function overlapText(work: Work): string {
  return work.scope === 'anything'
    ? `${work.text.replace(' may have written it', '')} ran at the same time`
    : `${work.tool} wrote it at the same time`;
}

function tellerOf({ event, position }: PlacedEvent, path: string, work: Work | undefined): Teller {
  return { harness: event.harness, tool: work?.tool ?? '', path, position };
}
