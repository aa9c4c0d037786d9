import { foldEvents, livenessOf, type SessionState } from '@hookline/projections';
import { type DataOf, eventId, type Kind, type RecordedEvent } from '@hookline/schemas';
import { teller } from '@hookline/testing';

/** For tests: one session told event by event, a second apart, and its state after each. */
export class ToldSession {
  readonly session = 'codex:told';
  readonly #events: RecordedEvent[] = [];
  readonly #tell = teller({ session: this.session, harness: 'codex' });
  readonly #home: string;
  #turn: string | undefined;

  constructor(home = '/home/ada') {
    this.#home = home;
  }

  tell<K extends Kind>(kind: K, data: DataOf<K>): this {
    const position = this.#events.length + 1;
    const id = eventId('told', position);
    if (kind === 'prompt.submitted') this.#turn = id;
    const event = this.#tell(kind, data, { id, ...(this.#turn && { turn: this.#turn }) });
    this.#events.push({ position, event });
    return this;
  }

  begin(): this {
    return this.tell('session.started', {
      nativeSession: 'told',
      cwd: `${this.#home}/shop`,
      branch: 'fix',
      model: 'gpt-6',
    });
  }

  prompt(text: string): this {
    return this.tell('prompt.submitted', { text, by: 'person' });
  }

  /** A shell command from start to end. */
  run(command: string, error?: string): this {
    const about = {
      call: `call-${this.#events.length}`,
      tool: 'shell',
      effects: [{ type: 'process.exec' as const, object: command, program: command.split(' ')[0]! }],
    };
    this.tell('tool.started', { ...about, input: { command } });
    return error === undefined
      ? this.tell('tool.finished', { ...about, outcome: 'ok', exitCode: 0, output: 'done' })
      : this.tell('tool.failed', { ...about, outcome: 'failed', stage: 'ran', exitCode: 1, error });
  }

  /** What it had become when the log stood at `position`; without, now. */
  state(position = this.#events.length): SessionState {
    const events = this.#events.slice(0, position);
    const rows = foldEvents(events);
    const row = rows.sessions[0];
    const asOf = row === undefined ? null : (row.lastEventAt ?? row.startedAt);
    const liveness = row === undefined || asOf === null ? null : livenessOf(row, asOf);
    return {
      session: this.session,
      moment: { at: position },
      events: events.length,
      asOf,
      liveness,
      rows,
    } as SessionState;
  }
}
