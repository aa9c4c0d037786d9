// Hookline for OpenCode: hookline-opencode-plugin version 3. Written by `hookline install opencode`; `hookline uninstall opencode` removes it.
//
// What the bus of OpenCode says of sessions goes into Hookline's spool, one small file each, at once and in the order it
// happened; nothing leaves the machine. What the project remembers is put before the agent; OpenCode waits no longer than 50 ms for
// it, and for the word whether a call may run only where calls are guarded. Whatever goes wrong in here is swallowed. No hook is used that gets to see keys.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { memoryOf } from './plugin-memory.js';

const home = '__HOOKLINE_HOME__';
const version = '3';
const spool = path.join(home, 'spool');
// biome-ignore lint/style/noProcessEnv: OpenCode has no other place for it.
const { HOOKLINE_PROBE: probe, XDG_DATA_HOME: dataHome } = process.env;
const entries = path.join(spool, probe ? 'probe' : 'new');
const database = path.join(dataHome || path.join(os.homedir(), '.local', 'share'), 'opencode', 'opencode.db');
const payloadCharactersMax = 4_000_000;
const rememberedMax = 2_000;
const entriesMax = 50_000;
const bytesMax = 1024 ** 3;
/** How much is written between two looks at how full the spool is. */
const measureEvery = { entries: 256, characters: 64 * 1024 ** 2 };

/** Nobody learns anything from these. Types that are not listed and name a session are kept. */
const noise = new Set([
  'message.part.delta',
  'session.diff',
  'session.compacted',
  'todo.updated',
  'file.edited',
  'file.watcher.updated',
  'plugin.added',
  'catalog.updated',
  'integration.updated',
  'reference.updated',
  'mcp.tools.changed',
]);

// OpenCode makes the plugin once per folder, and once more while it lets a folder go: what is known lives out here.
/** Session to parent. */
const parents = new Map();
/** What was written of a thing last, so that repetitions are left out. */
const last = new Map();
/** Main session to the factory that saw it last. */
const holders = new Map();
let count = 0;
const memory = memoryOf(home, (session, folder, said) => {
  const id = `hookline-${process.pid}-${Date.now()}-${count}`;
  keep({ id, type: 'hookline.memory', properties: { sessionID: session, ...said } }, rootOf(session), folder);
});
const unmeasured = { entries: process.pid % measureEvery.entries, characters: 0 };

export const Hookline = async (input) => {
  const own = {};
  const folder = typeof input?.directory === 'string' ? input.directory : process.cwd();
  return {
    event: async (heard) => {
      try {
        hear(heard?.event, own, folder);
      } catch {}
    },
    'experimental.chat.system.transform': async (asked, answer) => {
      try {
        const session = asked.sessionID;
        if (typeof session === 'string') memory.beforeRequest(session, rootOf(session), folder, answer.system);
      } catch {}
    },
    'chat.message': async (asked, answer) => {
      try {
        const session = asked.sessionID;
        // What a subagent is asked are the words of its parent, which was told.
        if (!parents.has(session)) await memory.withPrompt(session, folder, answer.parts);
      } catch {}
    },
    // What this throws is why the call may not run, and nothing else.
    'tool.execute.before': async (asked, answer) => {
      const why = await memory.whyNot(asked, rootOf(asked.sessionID), folder, answer?.args);
      if (why !== undefined) throw new Error(why);
    },
    'tool.execute.after': async (asked, answer) => {
      try {
        await memory.afterCall(asked, rootOf(asked.sessionID), folder, answer);
      } catch {}
    },
    dispose: async () => {
      try {
        for (const [root, holder] of holders) {
          if (holder !== own) continue;
          holders.delete(root);
          keep(
            { id: `hookline-${process.pid}-${count}`, type: 'hookline.dispose', properties: { sessionID: root } },
            root,
            folder,
          );
        }
      } catch {}
    },
  };
};

function hear(event, own, folder) {
  const session = event?.properties?.sessionID;
  if (typeof session !== 'string' || noise.has(event.type)) return;
  const parent = event.properties.info?.parentID;
  if (event.type.startsWith('session.') && typeof parent === 'string') remember(parents, session, parent);
  const root = rootOf(session);
  remember(holders, root, own);
  if (!isRepetition(event)) keep(event, root, folder);
}

function rootOf(session) {
  let root = session;
  for (let depth = 0; depth < 50 && parents.has(root); depth += 1) root = parents.get(root);
  return root;
}

/** True when what it says was written before: OpenCode tells the same message and part many times. */
function isRepetition({ type, properties }) {
  const { part, info, status } = properties;
  if (type === 'session.status') return status?.type !== 'retry';
  if (type === 'session.updated') return same(info?.id, [info?.title, info?.parentID]);
  if (type === 'message.updated') {
    return same(info?.id, [info?.time?.completed, info?.error?.name, info?.finish, info?.summary?.diffs?.length]);
  }
  if (type !== 'message.part.updated') return false;
  if (part?.type === 'step-start') return true;
  if (part?.type === 'text' || part?.type === 'reasoning') {
    // Words still coming have a start and no end; those of a prompt have neither.
    return part.time?.start !== undefined && part.time.end === undefined;
  }
  if (part?.type !== 'tool') return false;
  if (part.state?.status === 'pending') return true;
  return same(part.id, [part.state?.status, part.state?.metadata?.sessionId]);
}

function same(key, says) {
  const words = JSON.stringify(says);
  if (typeof key !== 'string') return false;
  if (last.get(key) === words) return true;
  remember(last, key, words);
  return false;
}

function remember(map, key, value) {
  map.delete(key);
  map.set(key, value);
  if (map.size > rememberedMax) map.delete(map.keys().next().value);
}

function keep(event, root, folder) {
  const hookline = { root, database };
  let payload = JSON.stringify({ id: event.id, type: event.type, properties: event.properties, hookline });
  if (payload.length > payloadCharactersMax) {
    // The table has all of it: this rings the bell.
    const properties = { sessionID: event.properties.sessionID };
    payload = JSON.stringify({ id: event.id, type: 'hookline.bell', properties, hookline });
  }
  // The program's own words end where the subcommand begins; without one it is the terminal interface.
  const word = process.argv.slice(2).find((one) => /^[a-z]+$/.test(one));
  const entrypoint = ['run', 'serve', 'web', 'acp', 'attach', 'github', 'pr'].includes(word) ? word : 'tui';
  const fields = ['hookline-spool/1', 'opencode', version, event.type, process.pid, entrypoint, folder];
  write(`${fields.map(field).join('\t')}\n${payload}\n`, root);
}

function field(value) {
  return String(value)
    .replace(/[\t\n\r]/g, ' ')
    .slice(0, 4096);
}

/** With the edge down nobody else bounds the spool. */
function measure(characters) {
  unmeasured.entries += 1;
  unmeasured.characters += characters;
  const { entries: often, characters: much } = measureEvery;
  if (unmeasured.entries < often && unmeasured.characters < much) return;
  unmeasured.entries = 0;
  unmeasured.characters = 0;
  try {
    const names = fs.readdirSync(entries);
    let bytes = 0;
    for (const name of names.length < entriesMax ? names : []) {
      bytes += fs.statSync(path.join(entries, name), { throwIfNoEntry: false })?.size ?? 0;
    }
    if (names.length >= entriesMax || bytes >= bytesMax) fs.writeFileSync(path.join(spool, 'full'), 'plugin\n');
  } catch {}
}

/** Exclusive, small and synchronous: it takes a fraction of a millisecond, and a signal a moment later loses nothing. */
function write(text, root) {
  const name = root.replace(/[^A-Za-z0-9-]/g, '').slice(0, 64) || 'none';
  try {
    if (fs.existsSync(path.join(spool, 'full'))) throw new Error('full');
    for (let attempt = 0; ; attempt += 1) {
      count += 1;
      try {
        fs.writeFileSync(path.join(entries, `${name}.${count}.${process.pid}`), text, { flag: 'wx', mode: 0o600 });
        measure(text.length);
        return;
      } catch (error) {
        if (error?.code !== 'EEXIST' || attempt > 16) throw error;
      }
    }
  } catch {
    try {
      if (fs.existsSync(spool)) fs.appendFileSync(path.join(spool, 'dropped'), '.');
    } catch {}
  }
}
