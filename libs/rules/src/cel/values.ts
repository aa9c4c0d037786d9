import type { BusEvent } from '@hookline/schemas';
import { type Shape, valuesFor } from '../event-types.ts';
import { noFacts } from '../facts/fold-facts.ts';
import { factsShape, type SessionFacts } from '../facts/session-facts.ts';
import type { attributes } from './scope.ts';

/** Facts of a session, all of them or those that were kept. */
export type SomeFacts = Partial<SessionFacts> & { readonly id: string };

type EventLike = { readonly [name in (typeof attributes)[number]]?: unknown } & { readonly data: unknown };

/**
 * The values of an event whose data has a shape, as the roots of expressions. Data and facts are worked out when they are
 * asked for, and once. A class, written out: one is made for every event of the log.
 */
class EventValues {
  readonly id: unknown;
  readonly kind: unknown;
  readonly source: unknown;
  readonly subject: unknown;
  readonly time: unknown;
  readonly tenant: unknown;
  readonly project: unknown;
  readonly agent: unknown;
  readonly parentagent: unknown;
  readonly turn: unknown;
  readonly actor: unknown;
  readonly harness: unknown;
  readonly origin: unknown;
  readonly trust: unknown;
  readonly made: { data: unknown; session: unknown };
  readonly given: { readonly data: unknown; readonly shape: Shape | undefined; readonly facts: SomeFacts };

  constructor(event: EventLike, shape: Shape | undefined, facts: SomeFacts) {
    this.id = event.id ?? '';
    this.kind = event.kind ?? '';
    this.source = event.source ?? '';
    this.subject = event.subject ?? '';
    this.time = event.time ?? '';
    this.tenant = event.tenant ?? '';
    this.project = event.project ?? '';
    this.agent = event.agent ?? '';
    this.parentagent = event.parentagent ?? '';
    this.turn = event.turn ?? '';
    this.actor = event.actor ?? '';
    this.harness = event.harness ?? '';
    this.origin = event.origin ?? '';
    this.trust = event.trust ?? '';
    this.made = { data: undefined, session: undefined };
    this.given = { data: event.data, shape, facts };
  }

  get data(): unknown {
    this.made.data ??= valuesFor(this.given.shape, this.given.data);
    return this.made.data;
  }

  get session(): unknown {
    this.made.session ??= sessionValues(this.given.facts);
    return this.made.session;
  }
}

/** The values of an event, for expressions that are about it. */
export function eventValues(event: EventLike, shape: Shape | undefined, facts: SomeFacts): object {
  return new EventValues(event, shape, facts);
}

/** An event as a value among others: a step by its name, an element of `matches`. */
export function eventObject(event: EventLike, shape: Shape | undefined, facts: SomeFacts): object {
  const { made: _, given: __, ...values } = new EventValues(event, shape, facts);
  return { ...values, data: valuesFor(shape, event.data), session: sessionValues(facts) };
}

/** What is known of the session of an event of which the caller has no facts. */
export function factsOf(event: BusEvent, facts: SessionFacts | undefined): SessionFacts {
  if (facts !== undefined) return facts;
  const { session, project, harness, actor } = event;
  return { ...noFacts(session), project, ...(harness && { harness }), ...(actor && { actor }) };
}

/** Facts as expressions see them. Their lists are long, and few rules ask for them: they are made when asked for. */
function sessionValues(facts: SomeFacts): object {
  const { git, tokens, cause, files, commands } = facts;
  return {
    id: facts.id,
    harness: facts.harness,
    project: facts.project,
    actor: facts.actor,
    title: facts.title,
    model: facts.model,
    cwd: facts.cwd,
    git,
    startedAt: facts.startedAt,
    endedAt: facts.endedAt,
    lastAt: facts.lastAt,
    ended: facts.ended,
    endReason: facts.endReason,
    firstPrompt: facts.firstPrompt,
    lastPrompt: facts.lastPrompt,
    lastMessage: facts.lastMessage,
    prompts: integer(facts.prompts),
    turns: integer(facts.turns),
    calls: integer(facts.calls),
    failures: integer(facts.failures),
    failuresInRow: integer(facts.failuresInRow),
    get files() {
      return files && listValues(files, 'files');
    },
    get commands() {
      return commands && listValues(commands, 'commands');
    },
    commits: facts.commits,
    tokens: tokens && { input: integer(tokens.input), output: integer(tokens.output) },
    costUsd: facts.costUsd,
    cause: cause && { ...cause, depth: integer(cause.depth) },
  } satisfies { readonly [field in keyof SessionFacts]: unknown };
}

function integer(value: number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(Math.trunc(value));
}

const knownLists = new WeakMap<readonly unknown[], unknown>();

/** A list stays the same object from event to event until it changes. */
function listValues(list: readonly unknown[], field: string): unknown {
  const before = knownLists.get(list);
  if (before !== undefined) return before;
  const values = valuesFor(factsShape[field], list);
  knownLists.set(list, values);
  return values;
}
