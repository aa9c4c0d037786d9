import { type CloudEvent, eventId, type Kind, type NewEvent, newEvent, sequenceAt } from '@hookline/schemas';

type Told<K extends Kind> = NewEvent<K>['data'];
interface Model {
  readonly name: string;
  readonly costUsd: number;
  readonly input?: number;
  readonly cacheRead?: number;
  readonly agent?: string;
}

const project = 'github.com/acme/shop';
const repository = 'acme/shop';
const minuteMs = 60_000;
/** Two days ago, so that every question about the last week finds it. */
const beganMs = Math.floor((Date.now() - 2 * 24 * 60 * minuteMs) / 1_000) * 1_000;

/** One session of somebody, told step by step; every step is the next event. */
class Session {
  readonly events: CloudEvent[] = [];
  readonly #harness: string;
  readonly #actor: string;
  readonly #name: string;
  #timeMs: number;
  #turn: string | undefined;

  constructor(harness: string, actor: string, name: string, atMinute: number) {
    [this.#harness, this.#actor, this.#name] = [harness, actor, name];
    this.#timeMs = beganMs + atMinute * minuteMs;
    this.tell('session.started', { nativeSession: name, cwd: '/srv/shop', branch: name, model: 'sonnet' });
  }

  get id(): string {
    return `${this.#harness}:${this.#name}`;
  }

  wait(seconds: number): this {
    this.#timeMs += seconds * 1_000;
    return this;
  }

  prompt(text: string): this {
    this.#turn = eventId(this.id, 'prompt', text);
    return this.tell('prompt.submitted', { text, by: 'person' });
  }

  done(): this {
    return this.tell('turn.ended', {});
  }

  run(command: string, ok: boolean, agent?: string): this {
    const call = `c${this.events.length}`;
    const effects = [{ type: 'process.exec' as const, object: command, program: command.split(' ')[0]! }];
    const fields = { call, tool: 'Bash', effects, input: { command } };
    this.tell('tool.started', fields, agent).wait(10);
    return ok
      ? this.tell('tool.finished', { ...fields, outcome: 'ok', output: 'fine', durationMs: 10_000 }, agent)
      : this.tell(
          'tool.failed',
          {
            ...fields,
            outcome: 'failed',
            stage: 'ran',
            error: 'it failed',
            exitCode: 1,
            errorSignature: `${command} fails`,
            durationMs: 10_000,
          },
          agent,
        );
  }

  /** A call that a person had to allow. */
  allowed(command: string, afterSeconds: number): this {
    const call = `c${this.events.length}`;
    const effects = [{ type: 'process.exec' as const, object: command, program: command.split(' ')[0]! }];
    this.tell('permission.asked', { call, tool: 'Bash' }).wait(afterSeconds);
    this.tell('permission.decided', { call, tool: 'Bash', decision: 'allow', by: 'person' });
    this.tell('tool.started', { call, tool: 'Bash', effects, input: { command } });
    return this.tell('tool.finished', { call, tool: 'Bash', effects, outcome: 'ok', output: '' });
  }

  read(path: string): this {
    return this.tell('file.read', { path, lines: 10, totalLines: 10 });
  }

  edit(path: string): this {
    return this.tell('file.written', { path, how: 'edit', linesAdded: 3, linesRemoved: 1 });
  }

  model({ name, costUsd, input = 100, cacheRead = 0, agent }: Model): this {
    const nativeMessage = `msg_${this.#name}_${this.events.length}`;
    const tokens = { input, output: 50, cacheRead, cacheWrite: 0 };
    return this.tell('model.called', { model: name, nativeMessage, tokens, costUsd }, agent);
  }

  /** Something that a code host tells of this session's work. */
  host<K extends Kind>(kind: K, data: Told<K>): this {
    this.#timeMs += 1_000;
    this.events.push(
      newEvent({
        kind,
        id: eventId(this.id, kind, this.events.length),
        source: '/code/github',
        time: new Date(this.#timeMs).toISOString(),
        origin: 'api',
        session: '-',
        project,
        data: { ...(data as object), repository, sessions: [this.id] },
      } as NewEvent),
    );
    return this;
  }

  pull(number: number, how: 'pr.opened' | 'pr.merged' | 'pr.closed'): this {
    return this.host(how, { number, title: `Work of ${this.#name}`, branch: this.#name, base: 'main' } as Told<
      typeof how
    >);
  }

  reviewed(number: number, verdict: 'approved' | 'changes-requested'): this {
    return this.host('review.submitted', {
      number,
      verdict,
      title: `Work of ${this.#name}`,
      branch: this.#name,
      base: 'main',
    } as Told<'review.submitted'>);
  }

  tell<K extends Kind>(kind: K, data: Told<K>, agent = 'main'): this {
    this.#timeMs += 1_000;
    const ordinal = this.events.length;
    this.events.push(
      newEvent({
        kind,
        id: kind === 'prompt.submitted' ? this.#turn! : eventId(this.id, kind, ordinal),
        source: `/harness/${this.#harness}/${this.#name}`,
        time: new Date(this.#timeMs).toISOString(),
        sequence: sequenceAt(this.#timeMs, ordinal),
        origin: 'hook',
        session: this.id,
        project,
        actor: this.#actor,
        harness: this.#harness,
        agent,
        ...(this.#turn !== undefined && { turn: this.#turn }),
        data,
      } as NewEvent),
    );
    return this;
  }
}

/** Two people with two harnesses in one repository over two hours: the answers to the guide's questions follow from this. */
export function teamAtWork(): CloudEvent[] {
  const cart = new Session('claude-code', 'ada@example.com', 'cart', 0)
    .prompt('fix the cart')
    .read('src/cart.ts')
    .read('src/cart.ts')
    .read('src/cart.ts')
    .run('npm run lint', false)
    .run('npm run lint', false)
    .run('npm test', false)
    .edit('src/cart.ts')
    .run('npm test', true)
    .model({ name: 'sonnet', costUsd: 1, input: 100, cacheRead: 900 })
    .done()
    .pull(1, 'pr.opened')
    .wait(300)
    .reviewed(1, 'changes-requested')
    .prompt('the reviewer wants a test')
    .edit('src/cart.ts')
    .edit('src/cart.test.ts')
    .run('npm test', true)
    .done()
    .pull(1, 'pr.merged');
  const totals = new Session('codex', 'bo@example.com', 'totals', 20)
    .prompt('round the totals')
    .run('npm test -- totals', true)
    .wait(600)
    .edit('src/totals.ts')
    .model({ name: 'gpt', costUsd: 3, input: 800, cacheRead: 200 })
    .done()
    .pull(2, 'pr.opened')
    .pull(2, 'pr.merged');
  const search = new Session('claude-code', 'ada@example.com', 'search', 60)
    .prompt('add a search')
    .run('npm run lint', false)
    .run('npm run build', false)
    .model({ name: 'sonnet', costUsd: 0.5, input: 200, cacheRead: 800 })
    .done()
    .tell('model.switched', { from: 'sonnet', to: 'opus' })
    .wait(60)
    .prompt('try again')
    .tell('agent.started', { agent: 'helper', type: 'Explore' })
    .run('grep -rn search src', true, 'helper')
    .model({ name: 'opus', costUsd: 0.5, agent: 'helper', input: 100, cacheRead: 900 })
    .tell('agent.ended', { agent: 'helper', outcome: 'ok' })
    .allowed('npm run build', 120)
    .model({ name: 'opus', costUsd: 1, input: 100, cacheRead: 900 })
    .done()
    .pull(3, 'pr.opened')
    .pull(3, 'pr.closed');
  const report = new Session('codex', 'bo@example.com', 'report', 90)
    .prompt('write a report')
    .run('npm run lint', true)
    .model({ name: 'gpt', costUsd: 1, input: 1_000 })
    .done();
  return [cart, totals, search, report].flatMap(({ events }) => events);
}
