/**
 * Puts the real sessions into a bus that runs, to look at them in its console. Times are moved so that the newest is an
 * hour old: questions about this week have an answer. The data is not part of this repository; without it nothing is done.
 *
 *     npx node test/benchmarks/load-sessions.ts http://127.0.0.1:4680 <file with a token> [sessions]
 */
import { readFileSync } from 'node:fs';
import { createClient } from '@hookline/client';
import { untilProjected } from './projected.ts';
import { findDataSets } from './real-sessions/data-sets.ts';
import { feed } from './real-sessions/feed.ts';
import { readSessions } from './real-sessions/read-rows.ts';
import { eventsOf } from './real-sessions/to-events.ts';

const [url, tokenFile, most = '10000'] = process.argv.slice(2);
if (url === undefined || tokenFile === undefined) throw new Error('say where the bus is, and which file has a token');
const found = findDataSets();
if ('skipped' in found) console.log(`skipped: ${found.skipped}`);
else {
  const client = createClient({ url, token: readFileSync(tokenFile, 'utf8').trim() });
  let last = 0;
  for (const { path, repository } of found.dataSets) {
    const sessions = [...(await readSessions(path))].slice(0, Number(most));
    const newestMs = sessions
      .flatMap(([, rows]) => rows)
      .reduce((newest, { ts }) => Math.max(newest, Date.parse(ts) || 0), 0);
    const byMs = Date.now() - 3_600_000 - newestMs;
    for (const [session, rows] of sessions) {
      const moved = rows.map((row) => ({ ...row, ts: later(row.ts, byMs) }));
      last = Math.max(last, (await feed(client, eventsOf(session, moved, repository))).last);
    }
  }
  await untilProjected(client, last);
  console.log(`loaded up to position ${last}`);
}

/** Some rows have no time: they stay so. */
function later(time: string, byMs: number): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms + byMs).toISOString();
}
