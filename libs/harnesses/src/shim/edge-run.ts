import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answersLayout } from './answers.ts';
import { hook, type installedHome, until } from './shim-run.ts';

/** Where the hooks of these tests are called. */
export const projectDir = '/home/dev/shop api';
export const soon = () => Date.now() + 60_000;

type Home = ReturnType<typeof installedHome>;

/** An edge's part of a home: its word that it answers, what it was asked, and a `sleep` that counts how often anybody waited. */
export function edgeOf(home: Home) {
  const layout = answersLayout(home.path);
  mkdirSync(layout.asked, { recursive: true });
  const programs = join(home.path, 'programs');
  mkdirSync(programs);
  const slept = join(home.path, 'slept');
  const sleeps = (script: string) =>
    writeFileSync(join(programs, 'sleep'), `#!/bin/sh\nprintf . >>"${slept}"\n${script}\n`, { mode: 0o755 });
  sleeps('exec /bin/sleep "$1"');
  return {
    layout,
    env: { PATH: `${programs}:/usr/local/bin:/usr/bin:/bin` },
    place: { home: home.path, projectDir },
    say(untilMs: number) {
      writeFileSync(layout.alive, '');
      utimesSync(layout.alive, untilMs / 1_000, untilMs / 1_000);
    },
    /** The guard, with whom to ask until then. */
    guard(says: string, untilMs: number) {
      writeFileSync(layout.guard, `${says}\n`);
      utimesSync(layout.guard, untilMs / 1_000, untilMs / 1_000);
    },
    /** Messages wait for these sessions. */
    awaits(...sessions: string[]) {
      writeFileSync(layout.waiting, sessions.map((one) => `${one}\n`).join(''));
      utimesSync(layout.waiting, soon() / 1_000, soon() / 1_000);
    },
    asked: () => readdirSync(layout.asked),
    waits: () => (existsSync(slept) ? readFileSync(slept, 'utf8').length : 0),
    /** From here on a hook that waits goes on only when there is an answer, however slow this machine is. */
    patient: () => sleeps(`until [ -e "${join(layout.folder, '.answered')}" ]; do /bin/sleep 0.01; done`),
    answer(name: string, line: string) {
      writeFileSync(join(layout.folder, '.draft'), line);
      renameSync(join(layout.folder, '.draft'), layout.answer(name));
      writeFileSync(join(layout.folder, '.answered'), '');
    },
  };
}

/** Runs a hook and answers what it asks. */
export async function answered(
  shell: readonly string[],
  home: Home,
  call: Parameters<typeof hook>[2],
  line: string,
  before: (edge: ReturnType<typeof edgeOf>) => void = () => {},
) {
  const edge = edgeOf(home);
  edge.say(soon());
  before(edge);
  edge.patient();
  const running = hook(shell, home, { ...call, env: edge.env });
  await until(() => edge.asked().length > 0);
  const [name] = edge.asked();
  edge.answer(name!, line);
  return { run: await running, name, edge };
}
