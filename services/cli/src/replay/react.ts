/** How a session is being played, as the keys left it. */
export interface Playback {
  readonly playing: boolean;
  /** So many times as fast as it was. */
  readonly speed: number;
  /** The digits of a position that is being typed; null when none is. */
  readonly typed: string | null;
}

/** Where to go next. */
export type Move =
  | { readonly to: 'event' | 'turn' | 'failure'; readonly by: 1 | -1 }
  | { readonly to: 'position'; readonly position: number }
  | { readonly to: 'first' | 'last' };

/** What a key does: how it goes on, where to, what to say. */
export interface Reaction {
  readonly playback: Playback;
  readonly move?: Move;
  readonly say?: 'playback' | 'keys' | 'typed';
  readonly quit?: boolean;
}

const speedMin = 1 / 16;
const speedMax = 1_024;
const digitsMax = 15;

const moves: Readonly<Record<string, Move>> = {
  right: { to: 'event', by: 1 },
  j: { to: 'event', by: 1 },
  down: { to: 'event', by: 1 },
  enter: { to: 'event', by: 1 },
  left: { to: 'event', by: -1 },
  k: { to: 'event', by: -1 },
  up: { to: 'event', by: -1 },
  ']': { to: 'turn', by: 1 },
  '[': { to: 'turn', by: -1 },
  n: { to: 'failure', by: 1 },
  N: { to: 'failure', by: -1 },
  p: { to: 'failure', by: -1 },
  home: { to: 'first' },
  end: { to: 'last' },
};

/** The keys for a person to read. */
export const keysHelp: readonly string[] = [
  'space    pause, or go on           + -        faster, slower',
  '→ j      next event                ← k        event before',
  ']        next turn                 [          turn before',
  'n        next failure              N          failure before',
  'home     first event               end        last event',
  'g 123 ⏎  go to position 123        ? q        these keys, quit',
];

/** What follows from a key, whatever is being played. Going somewhere by key pauses. */
export function react(playback: Playback, key: string): Reaction {
  if (playback.typed !== null) return typing(playback, playback.typed, key);
  const move = moves[key];
  if (move !== undefined) return { playback: { ...playback, playing: false }, move };
  switch (key) {
    case 'q':
      return { playback, quit: true };
    case 'space':
      return { playback: { ...playback, playing: !playback.playing }, say: 'playback' };
    case '+':
    case '=':
      return { playback: { ...playback, speed: Math.min(speedMax, playback.speed * 2) }, say: 'playback' };
    case '-':
      return { playback: { ...playback, speed: Math.max(speedMin, playback.speed / 2) }, say: 'playback' };
    case 'g':
      return { playback: { ...playback, playing: false, typed: '' }, say: 'typed' };
    case '?':
      return { playback: { ...playback, playing: false }, say: 'keys' };
    default:
      return { playback };
  }
}

function typing(playback: Playback, typed: string, key: string): Reaction {
  const done = { ...playback, typed: null };
  if (/^\d$/.test(key) && typed.length < digitsMax) {
    return { playback: { ...playback, typed: typed + key }, say: 'typed' };
  }
  if (key === 'backspace') return { playback: { ...playback, typed: typed.slice(0, -1) }, say: 'typed' };
  if (key === 'enter' && typed !== '') return { playback: done, move: { to: 'position', position: Number(typed) } };
  if (key === 'q') return { playback: done, quit: true };
  return { playback: key === 'escape' || key === 'enter' ? done : playback };
}
