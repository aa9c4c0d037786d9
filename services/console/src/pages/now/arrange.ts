import type { Liveness, Session } from '../../api/shapes.ts';
import { fitting } from '../../words/session-search.ts';
import { projectText } from '../../words/session-words.ts';

const liveOrder: Readonly<Partial<Record<Liveness, number>>> = { waiting: 0, running: 1, idle: 2 };

/** Sessions in two groups: what lives (who waits for a person first, then what runs), and what is over. */
export interface Arranged {
  readonly live: readonly Session[];
  readonly over: readonly Session[];
}

/** Groups sessions and keeps, inside a state, the order they came in. Only those that have every word of `text`. */
export function arrangeSessions(sessions: readonly Session[], text: string): Arranged {
  const found = fitting(sessions, text);
  const place = ({ state }: Session) => liveOrder[state] ?? 9;
  const live = found.filter(({ state }) => liveOrder[state] !== undefined);
  return {
    live: live.sort((a, b) => place(a) - place(b)),
    over: found.filter(({ state }) => liveOrder[state] === undefined),
  };
}

export interface Project {
  readonly project: string;
  readonly name: string;
}

/** The projects of sessions by name, each once. */
export function projectsOf(sessions: readonly Session[]): Project[] {
  const names = new Map<string, string>();
  for (const session of sessions) {
    if (session.project !== null && !names.has(session.project)) names.set(session.project, projectText(session));
  }
  return [...names].map(([project, name]) => ({ project, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What sessions have of one field, each once and in order, as a field of choice offers it. */
export function valuesOf(sessions: readonly Session[], field: 'actor' | 'harness') {
  const values = new Set(sessions.map((session) => session[field]).filter((value) => value !== null));
  return [...values].sort().map((value) => ({ value, label: value }));
}
