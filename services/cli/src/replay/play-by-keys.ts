import type { RecordedEvent } from '@hookline/schemas';
import type { Surroundings } from '../command.ts';
import { pause } from '../pause.ts';
import { eventRow } from '../render/event-row.ts';
import { keysHelp, type Move, type Playback, react } from './react.ts';
import type { Tape } from './tape.ts';

/** Keys that a person presses, one after another. */
export interface Keys {
  next(): Promise<string>;
}

export interface PlayingByKeys {
  readonly playing: boolean;
  readonly speed: number;
  /** No wait is longer, in seconds. */
  readonly maxGap: number;
}

/** How many events before the one that was jumped to are shown. */
const around = 4;

/**
 * Plays a session on a terminal, and does what keys say meanwhile. Ends at `q`, and where nobody pressed a key at the
 * last event.
 */
export async function playByKeys(
  tape: Tape,
  { playing, speed, maxGap }: PlayingByKeys,
  keys: Keys,
  { output, signal }: Pick<Surroundings, 'output' | 'signal'>,
): Promise<void> {
  let playback: Playback = { playing, speed, typed: null };
  let place = -1;
  let touched = !playing;
  const show = async (index: number) => output.textLine(eventRow((await tape.at(index))!, output));
  const say = (text: string) => output.textLine(output.paint('dim', text));
  const go = async (move: Move) => {
    const to = await tape.placeOf(move, place);
    if (to === undefined) return say(`        there is no ${wordsOf(move)}`);
    if (to !== place + 1) {
      await say(`        ── event ${to + 1} of ${tape.ended ? tape.known : `${tape.known} and more`}`);
      for (let index = Math.max(0, to - around); index < to; index += 1) await show(index);
    }
    place = to;
    await show(place);
  };

  let pressed = keys.next();
  if (!playing) await go({ to: 'first' });
  for (;;) {
    if (signal.aborted) return;
    const next = playback.playing ? await tape.at(place + 1) : undefined;
    if (playback.playing && next === undefined) {
      if (!touched) return;
      playback = { ...playback, playing: false };
      await say('        the end: home plays it from the beginning, q ends, ? shows the keys');
    }
    const key = await firstOf(pressed, next && gapMs(await tape.at(place), next, playback.speed, maxGap), signal);
    if (signal.aborted) return;
    if (key === undefined) {
      place += 1;
      await show(place);
      continue;
    }
    pressed = keys.next();
    touched = true;
    const reaction = react(playback, key);
    playback = reaction.playback;
    if (reaction.quit) return;
    if (reaction.say === 'keys') for (const line of keysHelp) await say(`        ${line}`);
    if (reaction.say === 'playback') await say(`        ${playback.playing ? '▶' : '‖'} ${playback.speed}×`);
    if (reaction.say === 'typed') await say(`        go to position ${playback.typed}_`);
    if (reaction.move) await go(reaction.move);
  }
}

/** The key, or undefined once the wait is over. Without a wait only a key, or the end of everything, is waited for. */
async function firstOf(
  pressed: Promise<string>,
  waitMs: number | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const over = new AbortController();
  const wait = pause(waitMs ?? 2 ** 31 - 1, AbortSignal.any([signal, over.signal])).then(() => undefined);
  try {
    return await Promise.race([pressed, wait]);
  } finally {
    over.abort();
  }
}

function gapMs(before: RecordedEvent | undefined, next: RecordedEvent, speed: number, maxGap: number): number {
  if (before === undefined) return 0;
  const gap = Date.parse(next.event.time) - Date.parse(before.event.time);
  return Math.min(Math.max(0, gap) / speed, maxGap * 1_000);
}

function wordsOf(move: Move): string {
  if (move.to === 'event' || move.to === 'turn' || move.to === 'failure') {
    return `${move.to} ${move.by === 1 ? 'behind' : 'before'} this one`;
  }
  return 'event here';
}
