import type { Session } from '../api/shapes.ts';

/** Those sessions that have every word of a text in what is told of them. */
export function fitting(sessions: readonly Session[], text: string): Session[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return sessions.filter((session) => {
    const hay = searchable(session);
    return words.every((word) => hay.includes(word));
  });
}

function searchable(session: Session): string {
  const { title, project, projectName, harness, actor, model, branch } = session;
  return [title, project, projectName, harness, actor, model, branch, session.session].join(' ').toLowerCase();
}
