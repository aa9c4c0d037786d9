import { shortHash } from '@hookline/schemas';
import { stripEcho } from '../../words/echo.ts';
import { textOf } from '../../words/payload.ts';
import { placeOf, rank } from '../../words/place.ts';
import type { Teller } from '../names.ts';
import { tellTurnEnd } from '../prompts.ts';
import type { Heard } from './translate.ts';

/** Stands where the model said nothing, also when it could not be asked. */
const nothingSaid = '[no response text]';

/**
 * The end of a turn where no record can be read: all that the agent said in it, as one message. With a record, that
 * tells each message, and whether the turn ended or failed.
 */
export function tellAnswerOfHook(teller: Teller, { payload, ms, recordAvailable }: Heard): void {
  const { state, session } = teller;
  if (recordAvailable || state.hookTurn === undefined) return;
  const said = textOf(payload, 'prompt_response');
  const text = said === undefined || said === nothingSaid ? undefined : stripEcho(said);
  const turn = state.hookTurn;
  if (text !== undefined) {
    teller.tell({
      kind: 'message.sent',
      identity: [session, 'message', turn, shortHash(text)],
      timeMs: ms,
      sequence: placeOf(ms, rank.turnEnd - 1, turn),
      turn,
      data: { role: 'assistant', text },
    });
  }
  tellTurnEnd(teller, turn, ms, text);
}
