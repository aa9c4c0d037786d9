import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hookUp as hookUpClaudeCode } from '../bed.ts';
import type { Bus } from '../bus.ts';
import { makePlayground } from '../claude-code/playground.ts';
import { asPerson as asCodexPerson } from '../codex/bed.ts';
import { makeCodexPlayground } from '../codex/playground.ts';
import { shell as codexShell, patch } from '../codex/scripts.ts';
import { hookUp as hookUpGemini } from '../gemini-cli/bed.ts';
import { shell as geminiShell, makeGeminiPerson } from '../gemini-cli/playground.ts';
import { shell as gooseShell, hookUp as hookUpGoose, sessionNamed } from '../goose/bed.ts';
import { makeGoosePlayground } from '../goose/playground.ts';
import { startGeminiModel } from '../model/gemini-model.ts';
import { startChatModel } from '../model/openai-chat-model.ts';
import { startResponsesModel } from '../model/openai-responses-model.ts';
import { bash } from '../model/reply.ts';
import { startScriptedModel } from '../model/scripted-model.ts';
import { hookUp as hookUpOpenCode, sessionOf as openCodeSession } from '../opencode/bed.ts';
import { call, bash as openCodeBash } from '../opencode/calls.ts';
import { makeOpenCodePlayground } from '../opencode/playground.ts';
import type { Person } from '../person.ts';
import type { Ended } from '../running-program.ts';

/** One call that the model makes. Files are those of the project. */
export type Step =
  | { readonly run: string }
  | { readonly read: string }
  | { readonly edit: string; readonly before: string; readonly after: string };

/** One session of a harness, from the model's side of it. */
export interface Worked {
  /** Our id. */
  readonly session: string;
  /** What the model was sent before each of its answers, as JSON. */
  readonly sent: readonly string[];
  readonly status: number | null;
  readonly tookMs: number;
}

/** A person with one harness and a scripted model, at work in the project that all of them share. */
export interface Hand {
  readonly harness: string;
  readonly person: Person;
  /**
   * One session: the prompt, these calls one after another, and a last word. `session` names it where the harness lets one
   * choose: a UUID.
   */
  work(prompt: string, steps?: readonly Step[], session?: string): Promise<Worked>;
}

type MakeHand = (resources: AsyncDisposableStack, bus: Bus) => Promise<Hand>;

let scripts = 0;
/** A name no other session has, and what a prompt must hold to play it. */
function newScript(prompt: string): { name: string; prompt: string } {
  scripts += 1;
  const name = `work-${scripts}`;
  return { name, prompt: `${prompt} [[${name}]]` };
}

const last = { text: 'That is all.' };
const sentIn = (served: readonly { readonly request: unknown }[]) =>
  served.map(({ request }) => JSON.stringify(request));
const account = (session: string, served: readonly { readonly request: unknown }[], ended: Ended<unknown>): Worked => ({
  session,
  sent: sentIn(served),
  status: ended.status,
  tookMs: ended.tookMs,
});

const makefile = [
  'test:',
  '\t@echo 12 tests passed',
  'seed:',
  '\t@echo some > data.txt',
  'check:',
  '\t@test -e data.txt || { echo "Error: the shop has no data" >&2; exit 3; }',
  '',
].join('\n');

/** What `make` and an editor find in everybody's working tree when a session begins. The check fails until there is data. */
function prepare({ project }: Person): void {
  writeFileSync(join(project, 'Makefile'), makefile);
  rmSync(join(project, 'data.txt'), { force: true });
  for (const name of ['cart.js', 'tax.js', 'mail.js'])
    writeFileSync(join(project, name), `export const ${name[0]} = 1;\n`);
}

const claudeCode: MakeHand = async (resources, bus) => {
  const model = resources.use(await startScriptedModel());
  const person = resources.use(await makePlayground(model));
  await hookUpClaudeCode(bus, person);
  const file = (name: string) => join(person.project, name);
  const toolOf = (step: Step) => {
    if ('run' in step) return bash(step.run);
    if ('read' in step) return { name: 'Read', input: { file_path: file(step.read) } };
    return { name: 'Edit', input: { file_path: file(step.edit), old_string: step.before, new_string: step.after } };
  };
  return {
    harness: 'claude-code',
    person,
    work: async (prompt, steps = [], session = randomUUID()) => {
      prepare(person);
      const script = newScript(prompt);
      model.learn({ [script.name]: [...steps.map((step) => ({ tools: [toolOf(step)] })), last] });
      const flags = ['--session-id', session, '--allowedTools', 'Bash,Read,Edit'];
      const ended = await person.run(script.prompt, { flags });
      return account(`claude-code:${session}`, model.servedTo(session), ended);
    },
  };
};

const codex: MakeHand = async (resources, bus) => {
  const model = resources.use(await startResponsesModel());
  const person = resources.use(await makeCodexPlayground(model));
  await asCodexPerson(bus, person, ['install', 'codex', '--trust']);
  const toolOf = (step: Step) => {
    if ('run' in step) return codexShell(step.run);
    if ('read' in step) return codexShell(`cat ${step.read}`);
    return patch(`*** Update File: ${step.edit}`, '@@', `-${step.before}`, `+${step.after}`);
  };
  return {
    harness: 'codex',
    person,
    work: async (prompt, steps = []) => {
      prepare(person);
      const script = newScript(prompt);
      model.learn({ [script.name]: [...steps.map((step) => ({ tools: [toolOf(step)] })), last] });
      const ended = await person.run(script.prompt);
      return account(`codex:${ended.session}`, model.served(ended.session), ended);
    },
  };
};

const geminiCli: MakeHand = async (resources, bus) => {
  const model = resources.use(await startGeminiModel());
  const person = resources.use(await makeGeminiPerson(model));
  await hookUpGemini(bus, person, 'install');
  const file = (name: string) => join(person.project, name);
  const callOf = (step: Step) => {
    if ('run' in step) return geminiShell(step.run);
    if ('read' in step) return { name: 'read_file', args: { file_path: file(step.read) } };
    const { edit, before, after } = step;
    const args = { file_path: file(edit), old_string: before, new_string: after, instruction: 'As asked.' };
    return { name: 'replace', args };
  };
  return {
    harness: 'gemini-cli',
    person,
    work: async (prompt, steps = [], session = randomUUID()) => {
      prepare(person);
      const script = newScript(prompt);
      model.learn({ [script.name]: [...steps.map((step) => ({ calls: [callOf(step)] })), last] });
      const ended = await person.run(script.prompt, ['--session-id', session]);
      return account(`gemini-cli:${session}`, model.served(script.name), ended);
    },
  };
};

const goose: MakeHand = async (resources, bus) => {
  const model = resources.use(await startChatModel());
  const person = resources.use(await makeGoosePlayground(model.url));
  await hookUpGoose(bus, person, 'install');
  const env = { GOOSE_MOIM_MESSAGE_FILE: join(person.home, 'memory.md') };
  const toolOf = (step: Step) => {
    if ('run' in step) return gooseShell(step.run);
    if ('read' in step) return gooseShell(`cat ${step.read}`);
    const { edit, before, after } = step;
    return { name: 'edit', input: { path: join(person.project, edit), before, after } };
  };
  return {
    harness: 'goose',
    person,
    work: async (prompt, steps = []) => {
      prepare(person);
      const script = newScript(prompt);
      model.learn({ [script.name]: [...steps.map((step) => ({ tools: [toolOf(step)] })), last] });
      const ended = await person.run(script.prompt, { env });
      return account(ended.session ?? '', model.served(script.name), ended);
    },
  };
};

const openCode: MakeHand = async (resources, bus) => {
  const model = resources.use(await startChatModel());
  const person = resources.use(await makeOpenCodePlayground(model.url));
  await hookUpOpenCode(bus, person, 'install');
  const file = (name: string) => join(person.project, name);
  const toolOf = (step: Step) => {
    if ('run' in step) return openCodeBash(step.run);
    if ('read' in step) return call('read', { filePath: file(step.read) });
    return call('edit', { filePath: file(step.edit), oldString: step.before, newString: step.after });
  };
  return {
    harness: 'opencode',
    person,
    work: async (prompt, steps = []) => {
      prepare(person);
      const script = newScript(prompt);
      model.learn({ [script.name]: [...steps.map((step) => ({ tools: [toolOf(step)] })), last] });
      const ended = await person.run(script.prompt);
      return account(openCodeSession(ended.session), model.served(script.name), ended);
    },
  };
};

/** Makes a person with this harness, hooked up to the bus; what was made is given back with `resources`. */
export const makeHand: Readonly<Record<'claude-code' | 'codex' | 'gemini-cli' | 'goose' | 'opencode', MakeHand>> = {
  'claude-code': claudeCode,
  codex,
  'gemini-cli': geminiCli,
  goose,
  opencode: openCode,
};

/** Our id of a session: that of Goose is known to the bus alone. */
export async function ourSession(bus: Bus, { harness }: Hand, { session }: Worked): Promise<string> {
  return harness === 'goose' ? sessionNamed(bus, session) : session;
}
