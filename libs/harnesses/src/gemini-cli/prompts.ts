import { factId } from '../telling/make-event.ts';
import { stripEcho, stripHookContext } from '../words/echo.ts';
import { gistHash } from '../words/gist.ts';
import { placeOf, rank } from '../words/place.ts';
import { nth } from '../words/table.ts';
import { GEMINI_CLI, type Teller } from './names.ts';

/** What a person wrote: without what hooks put before the model. */
export function promptText(text: string): string {
  return stripHookContext(text).trim();
}

/** Begins what the program itself writes to the model. */
const systemMark = '[System: ';

/**
 * Tells a prompt and answers the id of its turn. A prompt has no id that both sources know: it is the n-th of its words,
 * counted by each of them in `counts`.
 */
export function tellPrompt(teller: Teller, text: string, ms: number, counts: Record<string, number>): string {
  const gist = gistHash(text);
  const count = nth(counts, `prompt ${gist}`);
  const identity = [teller.session, 'prompt', gist, count];
  teller.note(`prompt:${gist}:${count}`, ms);
  const bySystem = text.startsWith(systemMark);
  const id = factId(GEMINI_CLI, identity);
  teller.tell({
    kind: 'prompt.submitted',
    identity,
    timeMs: ms,
    sequence: placeOf(ms, rank.prompt, gist),
    turn: id,
    data: { text, by: bySystem ? 'harness' : 'person', reason: bySystem ? 'system' : undefined },
  });
  return id;
}

export function tellTurnEnd(teller: Teller, turn: string, ms: number, text: string | undefined): void {
  teller.tell({
    kind: 'turn.ended',
    identity: [teller.session, 'turn', turn, 'end'],
    timeMs: ms,
    sequence: placeOf(ms, rank.turnEnd, turn),
    turn,
    data: { text: text === undefined ? undefined : stripEcho(text) },
  });
}
