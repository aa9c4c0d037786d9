import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption, type Surroundings } from '../command.ts';
import { type Connection, everyRow, findConnection } from '../connection.ts';
import { listRecordings, readRecording } from '../demo/recording.ts';
import { untilProjected } from '../demo/settled.ts';
import { ShimFeed } from '../demo/shim-feed.ts';
import { parseSession, type Session } from '../model.ts';
import { playSession } from '../play-session.ts';
import { programName } from '../program-name.ts';
import { sessionColumns } from '../render/session-columns.ts';
import { tableLines } from '../render/table.ts';
import { count } from '../render/words.ts';

const recordings = fileURLToPath(new URL('../../../../test/recordings/claude-code', import.meta.url));
const shown = ['01-tour', '02-denied', '05-background-mid-turn', '15a-base', '15b-continue', '15d-fork', '25-tasks'];

export const addDemo: AddCommand = (program, surroundings) => {
  const { env, cwd, output, signal } = surroundings;
  program
    .command('demo')
    .description('feed recorded sessions through the real shim, edge and log, then list them and replay one')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const say = (text: string) => (json ? output.note(text) : output.line(text));
      await using bus = await findOrStart(surroundings, say);
      const chosen = [...listRecordings(recordings)].filter(([name]) => shown.includes(name));
      const hooks = chosen.map(([, file]) => readRecording(file));
      say(
        `\nCalling the real hook ${count(hooks.flat().length, 'time')}, as Claude Code did in ${count(chosen.length, 'recording')} …`,
      );
      await using feed = await ShimFeed.install(bus.home);
      const began = performance.now();
      for (const each of hooks) {
        if (!signal.aborted) await feed.feed(each);
      }
      await untilProjected(bus.connection, bus.home, signal);
      if (signal.aborted) return;
      say(
        `… captured, translated, in the log and in the read models after ${((performance.now() - began) / 1000).toFixed(1)} s\n`,
      );

      const fed = new Set(hooks.flat().map(({ payload }) => payload.session_id));
      const sessions: Session[] = [];
      for await (const row of everyRow(bus.connection, '/v1/sessions', 'sessions')) sessions.push(parseSession(row));
      const ours = sessions.filter(({ nativeSession }) => fed.has(nativeSession));
      if (json) return output.json(ours);
      for (const line of tableLines(sessionColumns(new Date()), ours, output.width)) output.line(line);

      const hookline = programName(env, cwd);
      const busiest = ours.toSorted((a, b) => b.calls - a.calls)[0];
      if (busiest === undefined) return;
      output.line(`\n${hookline} replay ${busiest.nativeSession ?? busiest.session} --speed 20\n`);
      await playSession(bus.connection.client.replay(busiest.session), { speed: 20, maxGap: 0.15 }, surroundings);
      output.line(
        `\nThat was the point: what agents did is one log, and every view of it can be made again from there.`,
      );
      output.line(
        bus.temporary
          ? `Next: ${hookline} start, then ${hookline} install`
          : `Next: ${hookline} show ${busiest.session}, ${hookline} console`,
      );
    });
};

interface DemoBus extends AsyncDisposable {
  readonly home: string;
  readonly connection: Connection;
  readonly temporary: boolean;
}

/** The bus of this home when it runs, else one of its own in a folder that goes with it. */
async function findOrStart({ env, connect }: Surroundings, say: (text: string) => void): Promise<DemoBus> {
  const running = await connect();
  const answers = await running.client.request('GET', '/v1/status', { timeoutMs: 3000 }).then(
    () => true,
    () => false,
  );
  if (answers) {
    say(`Using the bus that runs at ${running.url}`);
    return { home: homeOf(env), connection: running, temporary: false, [Symbol.asyncDispose]: async () => {} };
  }
  const home = await mkdtemp(join(tmpdir(), 'hookline-demo-'));
  const { openLogFile, start } = await import('@hookline/all');
  say('No bus runs here: starting one in a temporary folder');
  const own = {
    ...env,
    HOOKLINE_HOME: home,
    HOOKLINE_PORT: '0',
    HOOKLINE_CACHE: env.HOOKLINE_CACHE || join(homeOf(env), 'cache'),
  };
  const remove = () => rm(home, { recursive: true, force: true, maxRetries: 3 });
  try {
    const bus = await start({
      env: own,
      logger: openLogFile(home, 'info', () => {}),
      onNews: (sentence) => say(`  ${sentence}`),
    });
    const connection = await findConnection({ HOOKLINE_HOME: home, HOOKLINE_URL: bus.url });
    say(`It answers at ${bus.url}`);
    const dispose = async () => {
      await bus.stop();
      await remove();
    };
    return { home, connection, temporary: true, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await remove();
    throw error;
  }
}
