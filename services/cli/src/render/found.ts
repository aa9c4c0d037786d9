import { z } from 'zod';
import type { Output } from '../output.ts';
import { dollars } from './dollars.ts';
import { cut } from './screen-width.ts';
import { oneLine } from './table.ts';
import { ago } from './words.ts';

/** Of a session, as much as lists of what was found show. */
export interface Brief {
  readonly session: string;
  readonly title?: string | null | undefined;
  readonly harness?: string | null | undefined;
  readonly actor?: string | null | undefined;
  readonly project?: string | null | undefined;
  readonly projectName?: string | null | undefined;
  readonly lastEventAt?: string | null | undefined;
  readonly startedAt?: string | null | undefined;
  readonly costUsd?: number | null | undefined;
}

/** Reads one from an answer of the API; what it does not name passes through. */
export const brief = z.custom<Brief>((value) => typeof value === 'object' && value !== null && 'session' in value);

/** One place in a session that answers a query. */
export interface FoundHit {
  readonly position: number;
  readonly field: string;
  readonly snippet: readonly { readonly text: string; readonly mark: boolean }[];
}

const handleLength = 12;

/** As much of a session's id as commands need to find it. */
export function handleOf(session: string): string {
  return session.slice(session.indexOf(':') + 1).slice(0, handleLength);
}

/** A session with where the query was found in it. */
export function foundLines(
  of: Brief,
  hits: readonly FoundHit[],
  now: Date,
  output: Pick<Output, 'paint' | 'width'>,
): string[] {
  const place = of.projectName ?? of.project;
  const cost = of.costUsd ? dollars(of.costUsd) : undefined;
  const last = of.lastEventAt ?? of.startedAt;
  const about = [of.actor, place, of.harness, cost, last ? `${ago(last, now)} ago` : undefined]
    .filter(Boolean)
    .join(' · ');
  const title = oneLine(of.title ?? '') || '(no title)';
  return [
    output.paint('bold', cut(title, output.width)),
    output.paint('dim', cut(`  ${oneLine(about)}`, output.width)),
    ...hits.map((hit) => hitLine(hit, output)),
    output.paint(
      'dim',
      `  → hookline replay ${handleOf(of.session)}${hits[0] === undefined ? '' : ` --from ${hits[0].position} --step`}`,
    ),
  ];
}

function hitLine({ position, field, snippet }: FoundHit, output: Pick<Output, 'paint' | 'width'>): string {
  const lead = `  ${`@${position}`.padEnd(9)} ${field.padEnd(7)} `;
  let room = Math.max(20, output.width - lead.length);
  const parts: string[] = [];
  for (const { text, mark } of snippet) {
    if (room <= 0) break;
    const clean = oneLineKept(text);
    const shown = clean.length <= room ? clean : `${clean.slice(0, Math.max(0, room - 1))}…`;
    room -= clean.length;
    parts.push(mark ? output.paint(['bold', 'yellow'], shown) : shown);
  }
  return `${output.paint('dim', lead)}${parts.join('')}`;
}

/** On one line, without control characters; the spaces at its ends join it to what stands beside it. */
function oneLineKept(text: string): string {
  const begins = /^\s/.test(text) ? ' ' : '';
  const ends = /\s$/.test(text) && text.trim() !== '' ? ' ' : '';
  return `${begins}${oneLine(text)}${ends}`;
}
