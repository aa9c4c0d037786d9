import { tellTurnEnded } from '../telling/turns.ts';
import { asObject, defined, type Payload, textOf } from '../words/payload.ts';
import type { Place } from '../words/place.ts';
import type { TurnState } from './state.ts';
import type { Teller } from './teller.ts';

type Turn = Pick<TurnState, 'key' | 'turn'>;

/** Tells that the agent stopped; `n` counts the ends of one turn (a hook may send the agent back to work). */
export function tellTurnEnd(
  teller: Teller,
  { key, turn }: Turn,
  place: Place,
  n: number,
  more: {
    readonly text?: string | undefined;
    readonly background?: readonly unknown[];
    readonly continued?: boolean | undefined;
    readonly promptId?: string | undefined;
    readonly native?: Record<string, unknown> | undefined;
  },
): void {
  const background = (more.background ?? []).flatMap((item) => {
    const task = asObject(item);
    const id = textOf(task, 'id');
    return id === undefined ? [] : [defined({ id, ...aboutTask(task!) })];
  });
  tellTurnEnded(teller, { key, turn, n }, place, {
    text: more.text,
    background: background.length > 0 ? background : undefined,
    continued: more.continued === true ? true : undefined,
    nativePrompt: more.promptId,
    native: more.native,
  });
}

function aboutTask(task: Payload) {
  return { type: textOf(task, 'type'), status: textOf(task, 'status'), description: textOf(task, 'description') };
}
