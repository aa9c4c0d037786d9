import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { applyPlan, planInstall } from '@hookline/harnesses';
import { heldOut } from '@hookline/memory';

/** A checkout of a repository with a remote, below the home of a bus. */
export async function checkout(home: string, repository: string): Promise<string> {
  const folder = await mkdtemp(join(home, 'checkout-'));
  await mkdir(join(folder, '.git'));
  const remote = `[remote "origin"]\n\turl = https://github.com/${repository}.git\n`;
  await writeFile(join(folder, '.git', 'config'), remote);
  await writeFile(join(folder, '.git', 'HEAD'), 'ref: refs/heads/main\n');
  return folder;
}

/** One session of Claude Code as its hooks see it: they are called as it calls them, and heard. */
export class Agent {
  /** One of those that are told what memory knows: nine in ten are. */
  readonly session: string;
  readonly #prompt = randomUUID();
  readonly #commands: ReadonlyMap<string, string>;
  readonly #home: string;
  readonly #folder: string;
  #calls = 0;

  constructor(home: string, folder: string) {
    const plan = planInstall({ home, scope: 'user', claudeConfigDir: join(home, 'claude') });
    applyPlan(plan);
    this.#commands = new Map(plan.entries.map(({ event, command }) => [event, command]));
    this.session = toldSession(folder);
    this.#home = home;
    this.#folder = folder;
  }

  /** Starts the session; resolves with what the hook put on stdout. */
  start(): Promise<string> {
    return this.#hook('SessionStart', { source: 'startup' });
  }

  /** Runs a command that ends well. */
  async ran(command: string, tookMs = 1_000): Promise<void> {
    const call = await this.#asked(command);
    const response = { stdout: 'fine', stderr: '', interrupted: false, isImage: false };
    await this.#hook('PostToolUse', { ...call, tool_response: response, duration_ms: tookMs });
  }

  /** Runs a command that ends with a status that is not 0. */
  async failed(command: string, said = 'red'): Promise<void> {
    const call = await this.#asked(command);
    const error = `Exit code 1\n${said}`;
    await this.#hook('PostToolUseFailure', { ...call, error, is_interrupt: false, duration_ms: 1_000 });
  }

  async end(): Promise<void> {
    await this.#hook('Stop', { stop_hook_active: false, last_assistant_message: 'Done.' });
    await this.#hook('SessionEnd', { reason: 'other' });
  }

  /** Writes into the transcript what the harness put before the model because a hook said so. */
  async wasTold(context: string): Promise<void> {
    const attachment = {
      type: 'hook_additional_context',
      content: [context],
      hookName: 'SessionStart',
      hookEvent: 'SessionStart',
    };
    const row = { type: 'attachment', attachment, uuid: randomUUID(), parentUuid: null, isSidechain: false };
    const place = { sessionId: this.session, cwd: this.#folder, timestamp: new Date().toISOString() };
    await mkdir(dirname(this.#transcript), { recursive: true });
    await appendFile(this.#transcript, `${JSON.stringify({ ...row, ...place })}\n`);
  }

  get #transcript(): string {
    const name = this.#folder.replaceAll(/[^A-Za-z0-9]/g, '-');
    return join(this.#home, 'claude', 'projects', name, `${this.session}.jsonl`);
  }

  async #asked(command: string): Promise<object> {
    if (this.#calls === 0) await this.#hook('UserPromptSubmit', { prompt: 'do the work' });
    this.#calls += 1;
    const call = { tool_name: 'Bash', tool_input: { command }, tool_use_id: `toolu_${this.session}_${this.#calls}` };
    await this.#hook('PreToolUse', call);
    return call;
  }

  async #hook(event: string, more: object): Promise<string> {
    const payload = {
      session_id: this.session,
      transcript_path: this.#transcript,
      cwd: this.#folder,
      hook_event_name: event,
      ...(event !== 'SessionStart' && { prompt_id: this.#prompt, permission_mode: 'default' }),
      ...more,
    };
    const child = spawn('/bin/sh', ['-c', this.#commands.get(event)!], {
      env: {
        PATH: '/usr/bin:/bin',
        HOME: this.#home,
        CLAUDE_PID: String(process.pid),
        CLAUDE_PROJECT_DIR: this.#folder,
        CLAUDE_CODE_ENTRYPOINT: 'cli',
        CLAUDE_CODE_SESSION_ID: this.session,
      },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.on('error', () => {});
    child.stdin.end(`${JSON.stringify(payload)}\n`);
    const [said, status] = await Promise.all([
      text(child.stdout),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    if (status !== 0) throw new Error(`the hook for ${event} ended with status ${status}; it must always end with 0`);
    return said;
  }
}

function toldSession(folder: string): string {
  const remote = /url = https:\/\/(\S+?)\.git$/m.exec(readFileSync(join(folder, '.git', 'config'), 'utf8'))![1]!;
  for (;;) {
    const session = randomUUID();
    if (!heldOut(remote, `claude-code:${session}`)) return session;
  }
}
