import type { BusEvent, Text } from '@hookline/schemas';
import type { CommandFact, FileFact, SessionFacts } from './session-facts.ts';

const textMax = 500;
const titleMax = 120;
const filesMax = 1_000;
const commandsMax = 200;
const commitsMax = 50;

/** A session of which nothing is known yet. */
export function noFacts(session: string): SessionFacts {
  return {
    id: session,
    harness: session.split(':')[0] ?? '',
    project: '-',
    actor: '',
    title: '',
    model: '',
    cwd: '',
    git: { branch: '', commit: '' },
    startedAt: '',
    endedAt: '',
    lastAt: '',
    ended: false,
    endReason: '',
    firstPrompt: '',
    lastPrompt: '',
    lastMessage: '',
    prompts: 0,
    turns: 0,
    calls: 0,
    failures: 0,
    failuresInRow: 0,
    files: [],
    commands: [],
    commits: [],
    tokens: { input: 0, output: 0 },
    costUsd: 0,
    cause: { rule: '', version: '', key: '', firing: '', item: '', depth: 0, chain: [] },
  };
}

/** The facts after one more event of the session, in the order of the log. Parts that do not change stay the same objects. */
export function foldFacts(before: SessionFacts, event: BusEvent): SessionFacts {
  const change = changeOf(before, event);
  const { project, actor, time } = event;
  // One copy and no more: this is done for every event of the log.
  const after: { -readonly [field in keyof SessionFacts]: SessionFacts[field] } = { ...before };
  if (project !== '-') after.project = project;
  if (actor !== undefined) after.actor = actor;
  if (time > before.lastAt) after.lastAt = time;
  return change === undefined ? after : Object.assign(after, change);
}

function changeOf(facts: SessionFacts, event: BusEvent): Partial<SessionFacts> | undefined {
  switch (event.kind) {
    case 'session.started':
    case 'session.resumed': {
      const { cwd, model } = event.data;
      const branch = 'branch' in event.data ? event.data.branch : undefined;
      const title = 'title' in event.data ? event.data.title : undefined;
      return {
        startedAt: facts.startedAt || event.time,
        ended: false,
        endedAt: '',
        endReason: '',
        ...(cwd !== undefined && { cwd: cut(cwd) }),
        ...(model !== undefined && { model: cut(model) }),
        ...(title !== undefined && { title: cut(title) }),
        ...(branch !== undefined && { git: { ...facts.git, branch: cut(branch) } }),
      };
    }
    case 'session.ended':
      return { ended: true, endedAt: event.time, endReason: cut(event.data.reason) };
    case 'session.titled':
      return { title: cut(event.data.title) };
    case 'cwd.changed':
      return { cwd: cut(event.data.to) };
    case 'model.switched':
      return { model: cut(event.data.to) };
    case 'prompt.submitted': {
      if (event.data.by === 'harness') return undefined;
      const lastPrompt = cut(event.data.text);
      return {
        prompts: facts.prompts + 1,
        lastPrompt,
        firstPrompt: facts.firstPrompt || lastPrompt,
        title: facts.title || titleOf(lastPrompt),
      };
    }
    case 'message.sent':
      if (event.data.role !== 'assistant' || event.data.text === undefined) return undefined;
      return { lastMessage: cut(event.data.text) };
    case 'turn.ended':
      return { turns: facts.turns + 1, ...(event.data.text !== undefined && { lastMessage: cut(event.data.text) }) };
    case 'tool.started':
      return { calls: facts.calls + 1 };
    case 'tool.finished':
      return { failuresInRow: 0, ...commandsAfter(facts, event.data.effects, 'ok') };
    case 'tool.failed':
      return {
        failures: facts.failures + 1,
        failuresInRow: facts.failuresInRow + 1,
        ...commandsAfter(facts, event.data.effects, 'failed'),
      };
    case 'tool.denied':
      return commandsAfter(facts, event.data.effects, 'denied');
    case 'file.read':
      return { files: touched(facts.files, event.data.path, { read: true }) };
    case 'file.written': {
      const { path, linesAdded = 0, linesRemoved = 0 } = event.data;
      return { files: touched(facts.files, path, { written: true, linesAdded, linesRemoved }) };
    }
    case 'commit.made': {
      const { commit, branch } = event.data;
      return {
        git: { branch: branch === undefined ? facts.git.branch : cut(branch), commit },
        ...(!facts.commits.includes(commit) && { commits: [...facts.commits, commit].slice(-commitsMax) }),
      };
    }
    case 'branch.pushed':
      return event.data.how === 'delete' ? undefined : { git: { ...facts.git, branch: cut(event.data.branch) } };
    case 'model.called': {
      const { input = 0, output = 0, cacheRead = 0, cacheWrite = 0 } = event.data.tokens;
      return {
        model: cut(event.data.model),
        tokens: {
          input: facts.tokens.input + input + cacheRead + cacheWrite,
          output: facts.tokens.output + output,
        },
        ...(event.data.costUsd !== undefined && { costUsd: facts.costUsd + event.data.costUsd }),
      };
    }
    case 'cost.reported':
      return { costUsd: Math.max(facts.costUsd, event.data.totalUsd) };
    default:
      return undefined;
  }
}

function touched(
  files: readonly FileFact[],
  path: string,
  change: { read?: boolean; written?: boolean; linesAdded?: number; linesRemoved?: number },
): readonly FileFact[] {
  const name = cut(path);
  const at = files.findIndex((file) => file.path === name);
  const before = files[at] ?? { path: name, read: false, written: false, linesAdded: 0, linesRemoved: 0 };
  if (at >= 0 && change.written === undefined && before.read) return files;
  const after: FileFact = {
    path: name,
    read: before.read || change.read === true,
    written: before.written || change.written === true,
    linesAdded: before.linesAdded + (change.linesAdded ?? 0),
    linesRemoved: before.linesRemoved + (change.linesRemoved ?? 0),
  };
  if (at >= 0) return files.with(at, after);
  return [...files, after].slice(-filesMax);
}

function commandsAfter(
  { commands }: SessionFacts,
  effects: readonly {
    readonly type: string;
    readonly object?: string | undefined;
    readonly program?: string | undefined;
  }[],
  outcome: string,
): Partial<SessionFacts> | undefined {
  const ran = effects.find(({ type, object }) => type === 'process.exec' && object !== undefined);
  if (ran?.object === undefined) return undefined;
  const command = cut(ran.object);
  const before = commands.find((one) => one.command === command);
  const after: CommandFact = { command, program: ran.program ?? '', outcome, runs: (before?.runs ?? 0) + 1 };
  return { commands: [...commands.filter((one) => one !== before), after].slice(-commandsMax) };
}

function cut(text: Text): string {
  const whole = typeof text === 'string' ? text : text.head;
  return whole.length <= textMax ? whole : whole.slice(0, textMax).toWellFormed();
}

/** What a session is called that nobody gave a title: the line it began with. */
function titleOf(prompt: string): string {
  const line = prompt.trim().split('\n', 1)[0]!.trim();
  return line.length <= titleMax ? line : `${line.slice(0, titleMax - 1).toWellFormed()}…`;
}
