import type { Said } from '@hookline/client';
import type { Output } from '../output.ts';
import { oneLine, plain } from '../render/table.ts';
import { moment } from '../render/words.ts';

/** What was said, with who, when and where. */
export function* saidPage(said: Said, output: Pick<Output, 'paint'>): Iterable<string> {
  const { id, by, actor, time, session, position, text, whole } = said;
  const who = by === 'agent' ? `an agent${actor ? ` of ${oneLine(actor)}` : ''}` : oneLine(actor ?? 'somebody');
  yield output.paint('bold', `${who} said, ${moment(time)}`);
  yield `  ${id}, position ${position} of the log`;
  yield `  session ${oneLine(session)} (hookline show ${oneLine(session)})`;
  yield '';
  for (const line of text.split('\n')) yield plain(line);
  if (!whole) yield output.paint('dim', 'the middle is left out here: it is in the event');
}
