import type { Session } from '../api/shapes.ts';

/** What a session is called: its title, else its harness's id. */
export function titleOf({ title, nativeSession, session }: Titled): string {
  return title ?? `Session ${(nativeSession ?? session.slice(session.indexOf(':') + 1)).slice(0, 12)}`;
}

/** As much of a session as its title follows from. */
interface Titled {
  readonly session: string;
  readonly title: string | null;
  readonly nativeSession?: string | null;
}

/** What a project is called where space is short: the last part of its name. */
export function projectText({ projectName, project, cwd = null }: OfProject): string {
  const isNamed = project !== null && !/^(folder|commit):/.test(project);
  const name = projectName ?? (isNamed ? project : (cwd ?? project)) ?? '';
  return name.split('/').filter(Boolean).at(-1) ?? 'no project';
}

/** As much of a session as the name of its project follows from. */
interface OfProject {
  readonly project: string | null;
  readonly projectName: string | null;
  readonly cwd?: string | null;
}

/** Input, output and cache together; null when no model call said anything. */
export function tokensOf(session: Session): number | null {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = session;
  const classes = [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens];
  return classes.every((tokens) => tokens === null) ? null : classes.reduce<number>((sum, n) => sum + (n ?? 0), 0);
}

/** How completely a session was seen: `full` false means that something is known to be missing. */
export function completenessOf({ completeness, quarantined }: Session): { full: boolean; label: string; why: string } {
  const { missingTotal, unmapped, dropped, byHooks, byRecord } = completeness;
  const lacks = [
    ...(quarantined ? ['an event of it could not be read and it is set aside'] : []),
    ...(missingTotal > 0 ? [`${missingTotal} not seen by hooks`] : []),
    ...(unmapped > 0 ? [`${unmapped} in words we do not know`] : []),
    ...(dropped > 0 ? [`${dropped} dropped for lack of space`] : []),
  ];
  if (lacks.length > 0) return { full: false, label: 'Gaps', why: lacks.join(', ') };
  const sources = [...(byHooks ? ['hooks'] : []), ...(byRecord ? ['its own record'] : [])];
  return sources.length === 0
    ? { full: true, label: 'Unchecked', why: 'Nothing is known to be missing; its own record was not compared yet' }
    : { full: true, label: 'Whole', why: `Seen by ${sources.join(' and ')}, nothing missing` };
}

/** From its beginning to its end, or to the last that was heard of it. */
export function lastedMs({ startedAt, endedAt, lastEventAt }: Session): number {
  return Math.max(0, Date.parse(endedAt ?? lastEventAt ?? startedAt) - Date.parse(startedAt));
}
