import { eventKinds, type RecordedEvent } from '@hookline/schemas';
import type { Output } from '../output.ts';
import { describeEvent } from './event-line.ts';
import { cut } from './screen-width.ts';
import { oneLine } from './table.ts';
import { clock } from './words.ts';

const kindWidth = Math.max(...eventKinds.map(({ kind }) => kind.length));
const roomMin = 20;

/** One event as a line of a terminal: place, time, kind, words. */
export function eventRow({ position, event }: RecordedEvent, output: Pick<Output, 'paint' | 'width'>): string {
  const { kind, text } = describeEvent(event);
  const place = `${String(position).padStart(7)}  ${clock(event.time)}  `;
  const agent = event.agent && event.agent !== 'main' ? `(${oneLine(event.agent)}) ` : '';
  const room = Number.isFinite(output.width) ? Math.max(roomMin, output.width - place.length - kindWidth - 2) : 300;
  const colour = kind.startsWith('prompt.') ? 'cyan' : /failed|denied|abandoned|dropped/.test(kind) ? 'red' : 'reset';
  return `${output.paint('dim', place)}${output.paint('dim', kind.padEnd(kindWidth))}  ${output.paint(colour, cut(agent + text, room))}`.trimEnd();
}
