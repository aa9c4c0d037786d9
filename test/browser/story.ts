import { type CloudEvent, eventId, type Kind, type NewEvent, newEvent, sequenceAt } from '@hookline/schemas';

type Told<K extends Kind> = NewEvent<K>['data'];
type Where = { readonly agent?: string; readonly turn?: string };

/** One session told step by step: each step is the next event, a few seconds after the one before. */
export class Story {
  readonly session: string;
  readonly events: CloudEvent[] = [];
  readonly #native: string;
  readonly #project: string;
  readonly #harness: string;
  readonly #actor: string;
  readonly #model: string;
  #timeMs: number;
  #turn: string | undefined;

  constructor(of: {
    name: string;
    project: string;
    agoMs: number;
    harness?: string;
    actor?: string;
    model?: string;
  }) {
    const {
      name,
      project,
      agoMs,
      harness = 'claude-code',
      actor = 'ada@example.com',
      model = 'claude-sonnet-4-5',
    } = of;
    this.#native = `${name}-0000-4000-8000-${eventId(name).slice(0, 12)}`;
    this.session = `${harness}:${this.#native}`;
    this.#project = project;
    this.#harness = harness;
    this.#actor = actor;
    this.#model = model;
    this.#timeMs = Date.now() - agoMs;
  }

  /** When the newest step happened, in Unix milliseconds. */
  get timeMs(): number {
    return this.#timeMs;
  }

  /** Lets time pass before the next step. */
  wait(ms: number): this {
    this.#timeMs += ms;
    return this;
  }

  begin(data: Partial<Told<'session.started'>> = {}): this {
    return this.tell('session.started', {
      nativeSession: this.#native,
      source: 'startup',
      cwd: `/home/${this.#actor.split('@')[0]}/${this.#project.split('/').at(-1)}`,
      project: { name: this.#project, remote: `https://${this.#project}.git` },
      branch: 'main',
      model: this.#model,
      entrypoint: 'terminal',
      host: 'workshop',
      pid: 4242,
      permissionMode: 'default',
      ...data,
    });
  }

  prompt(text: string): this {
    this.#turn = eventId(this.session, 'prompt', text, this.events.length);
    return this.tell('prompt.submitted', { text, by: 'person', permissionMode: 'default' }, { turn: this.#turn });
  }

  /** A call from start to end. Without `end` it still runs. */
  call(
    call: { id: string; tool: string; effects: Told<'tool.started'>['effects']; input: unknown; description?: string },
    end: CallEnd | undefined,
    where: Where = {},
  ): this {
    const { id, tool, effects, input, description } = call;
    const fields = { call: id, nativeCall: `toolu_${id}`, tool, effects };
    this.tell('tool.started', { ...fields, input, ...(description && { description }) }, where);
    if (end === undefined) return this;
    this.wait(end.tookMs ?? 1200);
    if ('error' in end) {
      const { tookMs: durationMs, error, exitCode } = end;
      return this.tell(
        'tool.failed',
        {
          ...fields,
          outcome: 'failed',
          stage: 'ran',
          error,
          ...(exitCode !== undefined && { exitCode }),
          ...(durationMs && { durationMs }),
        },
        where,
      );
    }
    const { tookMs: durationMs, output, exitCode, spawned } = end;
    return this.tell(
      'tool.finished',
      {
        ...fields,
        outcome: 'ok',
        output,
        ...(durationMs && { durationMs }),
        ...(exitCode !== undefined && { exitCode }),
        ...(spawned && { spawned }),
      },
      where,
    );
  }

  say(text: string, where: Where = {}): this {
    return this.tell('message.sent', { role: 'assistant', text, model: this.#model }, where);
  }

  tell<K extends Kind>(kind: K, data: Told<K>, { agent = 'main', turn = this.#turn }: Where = {}): this {
    const ordinal = this.events.length;
    this.#timeMs += 900;
    this.events.push(
      newEvent({
        kind,
        id: kind === 'prompt.submitted' ? turn! : eventId(this.session, kind, ordinal),
        source: `/harness/${this.#harness}/${this.#native}`,
        time: new Date(this.#timeMs).toISOString(),
        sequence: sequenceAt(this.#timeMs, ordinal),
        origin: 'hook',
        session: this.session,
        project: this.#project,
        actor: this.#actor,
        harness: this.#harness,
        harnessversion: '2.1.4',
        agent,
        ...(turn !== undefined && { turn }),
        data,
      } as NewEvent),
    );
    return this;
  }
}

type CallEnd = { readonly tookMs?: number; readonly exitCode?: number } & (
  | { readonly output: unknown; readonly spawned?: string }
  | { readonly error: string }
);
