import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { headlessHarness } from '@hookline/runner';
import { hookUp as hookUpClaudeCode } from '../bed.ts';
import type { Bus } from '../bus.ts';
import { makePlayground } from '../claude-code/playground.ts';
import { asPerson as asCodexPerson } from '../codex/bed.ts';
import { makeCodexPlayground } from '../codex/playground.ts';
import { findCodex } from '../codex/program.ts';
import { shell as codexShell } from '../codex/scripts.ts';
import { hookUp as hookUpGemini } from '../gemini-cli/bed.ts';
import { shell as geminiShell, makeGeminiPerson } from '../gemini-cli/playground.ts';
import { findGeminiCli } from '../gemini-cli/program.ts';
import { shell as gooseShell, hookUp as hookUpGoose } from '../goose/bed.ts';
import { makeGoosePlayground } from '../goose/playground.ts';
import { startGeminiModel } from '../model/gemini-model.ts';
import { startChatModel } from '../model/openai-chat-model.ts';
import { startResponsesModel } from '../model/openai-responses-model.ts';
import { bash } from '../model/reply.ts';
import { startScriptedModel } from '../model/scripted-model.ts';
import { hookUp as hookUpOpenCode } from '../opencode/bed.ts';
import { bash as openCodeBash } from '../opencode/calls.ts';
import { makeOpenCodePlayground } from '../opencode/playground.ts';
import { type Person, systemPath } from '../person.ts';

/** What the model does in one session: commands one after another, and then these last words. */
interface Script {
  readonly run?: readonly string[];
  readonly say: string;
}

/** A machine where one harness is installed and hooked up, with a checkout, a scripted model, and nothing else. */
export interface Desk {
  readonly harness: string;
  readonly person: Person;
  /** All that a runner sees there. */
  readonly environment: Readonly<Record<string, string>>;
  /** What `hookline runner` is told about the model. */
  readonly flags: readonly string[];
  learn(name: string, script: Script): void;
  /** What the model was sent, as JSON, for the script of that name. */
  sent(name: string): readonly string[];
}

type MakeDesk = (resources: AsyncDisposableStack, bus: Bus) => Promise<Desk>;

/** What a harness is started with is found on PATH, under the name that people have it under. */
function deskOf(
  of: Omit<Desk, 'environment' | 'flags'> & { flags?: readonly string[] },
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Desk {
  const { home, project } = of.person;
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  const words = command.map((word) => `'${word}'`).join(' ');
  writeFileSync(join(bin, headlessHarness(of.harness).program), `#!/bin/sh\nexec ${words} "$@"\n`, { mode: 0o755 });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: project, env: { PATH: systemPath, HOME: home } });
  git('add', '--all');
  git('-c', 'user.name=Dev', '-c', 'user.email=dev@example.test', 'commit', '-q', '--allow-empty', '-m', 'As it is');
  const kept = Object.entries(environment).filter((one): one is [string, string] => one[1] !== undefined);
  const path = `${bin}:${dirname(process.execPath)}:${environment.PATH}`;
  return { flags: [], ...of, environment: { ...Object.fromEntries(kept), PATH: path } };
}

const requests = (served: readonly { readonly request: unknown }[]) =>
  served.map(({ request }) => JSON.stringify(request));

const claudeCode: MakeDesk = async (resources, bus) => {
  const model = resources.use(await startScriptedModel());
  const person = resources.use(await makePlayground(model));
  await hookUpClaudeCode(bus, person);
  return deskOf(
    {
      harness: 'claude-code',
      person,
      learn: (name, { run = [], say }) =>
        model.learn({ [name]: [...run.map((command) => ({ tools: [bash(command)] })), { text: say }] }),
      sent: (name) => requests(model.servedFor(name)),
    },
    [person.program],
    person.environment,
  );
};

const codex: MakeDesk = async (resources, bus) => {
  const model = resources.use(await startResponsesModel());
  const person = resources.use(await makeCodexPlayground(model));
  await asCodexPerson(bus, person, ['install', 'codex', '--trust']);
  return deskOf(
    {
      harness: 'codex',
      person,
      learn: (name, { run = [], say }) =>
        model.learn({ [name]: [...run.map((command) => ({ tools: [codexShell(command)] })), { text: say }] }),
      sent: (name) => requests(model.served().filter(({ script }) => script === name)),
    },
    [await findCodex()],
    person.environment,
  );
};

const geminiCli: MakeDesk = async (resources, bus) => {
  const model = resources.use(await startGeminiModel());
  const person = resources.use(await makeGeminiPerson(model));
  await hookUpGemini(bus, person, 'install');
  return deskOf(
    {
      harness: 'gemini-cli',
      person,
      flags: ['--model', 'gemini-3.1-pro-preview'],
      learn: (name, { run = [], say }) =>
        model.learn({ [name]: [...run.map((command) => ({ calls: [geminiShell(command)] })), { text: say }] }),
      sent: (name) => requests(model.served(name)),
    },
    [process.execPath, await findGeminiCli()],
    // As people have it: it starts itself once more.
    { ...person.command().env, GEMINI_CLI_NO_RELAUNCH: undefined },
  );
};

const goose: MakeDesk = async (resources, bus) => {
  const model = resources.use(await startChatModel());
  const person = resources.use(await makeGoosePlayground(model.url));
  await hookUpGoose(bus, person, 'install');
  return deskOf(
    {
      harness: 'goose',
      person,
      learn: (name, { run = [], say }) =>
        model.learn({ [name]: [...run.map((command) => ({ tools: [gooseShell(command)] })), { text: say }] }),
      sent: (name) => requests(model.served(name)),
    },
    [person.program],
    { ...person.environment, GOOSE_MOIM_MESSAGE_FILE: join(person.home, 'memory.md') },
  );
};

const openCode: MakeDesk = async (resources, bus) => {
  const model = resources.use(await startChatModel());
  const person = resources.use(await makeOpenCodePlayground(model.url));
  await hookUpOpenCode(bus, person, 'install');
  return deskOf(
    {
      harness: 'opencode',
      person,
      learn: (name, { run = [], say }) =>
        model.learn({ [name]: [...run.map((command) => ({ tools: [openCodeBash(command)] })), { text: say }] }),
      sent: (name) => requests(model.served(name)),
    },
    [person.program],
    person.environment,
  );
};

/** Makes the desk, hooked up to the bus; what was made is given back with `resources`. */
export const makeDesk: Readonly<Record<string, MakeDesk>> = {
  'claude-code': claudeCode,
  codex,
  'gemini-cli': geminiCli,
  goose,
  opencode: openCode,
};
