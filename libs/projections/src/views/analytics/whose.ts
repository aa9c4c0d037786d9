import type { AnalyticsColumn } from './analytics-view.ts';

/** What most views say of the session a row belongs to, so that simple questions need no join. `s` is read.sessions. */
export const whose: Readonly<Record<string, AnalyticsColumn>> = {
  session: ['text', 'The session it belongs to: `sessions.session`', 's.session'],
  project: ['text', 'The session’s project: its normalised git remote, else its root commit or folder', 's.project'],
  harness: ['text', 'The session’s harness: claude-code, codex, opencode, gemini-cli, aider, goose, …', 's.harness'],
  actor: ['text', 'Whose session it is: an e-mail address, or the user of the machine', 's.actor'],
};

/** Rows of another read model with their sessions. */
export const withSession = (model: string, alias: string) =>
  `read.${model} ${alias} join read.sessions s on s.session = ${alias}.session`;

/** Where in the log a row stands, for those who go on to the event itself. */
export const placeOf = (alias: string): Readonly<Record<string, AnalyticsColumn>> => ({
  position: [
    'bigint',
    'Where in the log it stands: `events.position`, and `?at=` of the session’s page in the console',
    `${alias}.position`,
  ],
});

export const msBetween = (from: string, to: string) => `extract(epoch from ${to} - ${from}) * 1000`;
