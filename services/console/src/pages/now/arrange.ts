import type { Liveness, Session } from '../../api/shapes.ts';
import { projectText } from '../../words/session-words.ts';

const liveOrder: Readonly<Partial<Record<Liveness, number>>> = { waiting: 0, running: 1, idle: 2 };

/** Sessions in two groups: what lives (who waits for a person first, then what runs), and what is over. */
export interface Arranged {
  readonly live: readonly Session[];
  readonly over: readonly Session[];
}

/** Groups sessions and keeps, inside a state, the order they came in. Only those that have every word of `text`. */
export function arrangeSessions(sessions: readonly Session[], text: string): Arranged {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = sessions.filter((session) => {
    const hay = searchable(session);
    return words.every((word) => hay.includes(word));
  });
  const place = ({ state }: Session) => liveOrder[state] ?? 9;
  const live = fitting.filter(({ state }) => liveOrder[state] !== undefined);
  return {
    live: live.sort((a, b) => place(a) - place(b)),
    over: fitting.filter(({ state }) => liveOrder[state] === undefined),
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

function searchable(session: Session): string {
  const { title, project, projectName, harness, actor, model, branch } = session;
  return [title, project, projectName, harness, actor, model, branch, session.session].join(' ').toLowerCase();
}
