import {
  type BusEvent,
  type CloudEvent,
  type EventOf,
  type Kind,
  type RecordedEvent,
  readEvent,
} from '@hookline/schemas';
import { commandKey } from './command-key.ts';
import { type Purpose, purposeOf } from './purpose.ts';
import { type SimpleCommand, simpleCommands } from './simple-commands.ts';

/** One observed run of a command that builds, tests, lints, checks types or formats. Rows of this are all a card needs. */
export interface CommandRun {
  /** The event that ended the call, and which of the call's programs this was. */
  readonly eventId: string;
  readonly index: number;
  readonly position: number;
  readonly project: string;
  readonly session: string;
  readonly actor: string | undefined;
  /** When the call ended, RFC 3339. */
  readonly time: string;
  readonly key: string;
  readonly purpose: Purpose;
  /** The program with its arguments, as it was run. */
  readonly command: string;
  /** Undefined where the status of the whole line does not tell. */
  readonly ok: boolean | undefined;
  /** Of the whole call, where no other program counted. */
  readonly durationMs: number | undefined;
}

const commandLengthMax = 200;
const keyLengthMax = 120;

/** Programs that only look at, shorten or announce what another one says: the time of a call is that of the other. */
const companions = new Set(
  'echo printf tail head grep rg sed awk cat tee sort uniq wc true pwd ls export set'.split(' '),
);

/**
 * The runs that an event reports; none for events that are not the end of a shell call. `startedAt` (RFC 3339) is when
 * the call began, for ends that do not say themselves how long it took.
 */
export function runsOf({ position, event }: RecordedEvent, startedAt?: string): CommandRun[] {
  const ended = endOf(event);
  if (ended === undefined) return [];
  const commands = shellCommands(ended);
  const mattering = commands.filter(({ words }) => !companions.has(words[0]!));
  return commands.flatMap((command, index) => {
    const purposed = keyOf(command);
    if (purposed === undefined) return [];
    return {
      eventId: ended.id,
      index,
      position,
      project: ended.project,
      session: ended.session,
      actor: ended.actor,
      time: ended.time,
      ...purposed,
      command: textOf(command),
      ok: okOf(ended.kind === 'tool.finished', commands, index),
      durationMs: mattering.length === 1 ? (ended.data.durationMs ?? between(startedAt, ended.time)) : undefined,
    };
  });
}

/** A call of which the beginning and the end are two events. */
export interface CallName {
  readonly session: string;
  readonly call: string;
}

/** The beginning of a shell call that may become a run, with its time, RFC 3339. */
export function startOf({ event }: RecordedEvent): (CallName & { readonly time: string }) | undefined {
  const started = readAs(event, ['tool.started']);
  if (started === undefined || !shellCommands(started).some((command) => keyOf(command) !== undefined))
    return undefined;
  return { session: started.session, call: started.data.call, time: started.time };
}

/** The call that an event ends, however it ended. */
export function callEndOf({ event }: RecordedEvent): CallName | undefined {
  const ended = readAs(event, ['tool.finished', 'tool.failed', 'tool.denied', 'tool.abandoned']);
  return ended && { session: ended.session, call: ended.data.call };
}

type Ended = EventOf<'tool.finished'> | EventOf<'tool.failed'>;

function endOf(event: CloudEvent): Ended | undefined {
  const ended = readAs(event, ['tool.finished', 'tool.failed']);
  if (ended === undefined || ended.project === '-') return undefined;
  if (ended.kind === 'tool.finished') return ended.data.background === undefined ? ended : undefined;
  return ended.data.stage === 'ran' ? ended : undefined;
}

/** The event as one of these kinds, or undefined. Events nobody here can read are not ours to stop at. */
function readAs<K extends Kind>(event: CloudEvent, kinds: readonly K[]): Extract<BusEvent, { kind: K }> | undefined {
  const kind = event.type.slice('hookline.'.length, event.type.lastIndexOf('.v'));
  return kinds.some((one) => one === kind)
    ? (readEvent(event) as Extract<BusEvent, { kind: K }> | undefined)
    : undefined;
}

function shellCommands({ data }: EventOf<'tool.started'> | Ended): SimpleCommand[] {
  const line = data.effects.find((effect) => effect.type === 'process.exec')?.object;
  return line === undefined ? [] : simpleCommands(line);
}

/** What a command is and what it is for; undefined when it is for nothing that a card is made of. */
function keyOf({ words }: SimpleCommand): Pick<CommandRun, 'key' | 'purpose'> | undefined {
  const key = commandKey(words);
  const purpose = key.length > keyLengthMax ? undefined : purposeOf(key);
  return purpose && { key, purpose };
}

/**
 * What the status of a whole line says of one of its programs: a success that of everything joined to the end by `&&`,
 * a failure that of the last one, unless an `&&` before it may have kept it from running.
 */
function okOf(succeeded: boolean, commands: readonly SimpleCommand[], index: number): boolean | undefined {
  if (succeeded) {
    const known = commands.slice(index, -1).every(({ next }) => next === '&&') && commands.at(-1)?.next === '';
    return known && commands[index - 1]?.next !== '||' ? true : undefined;
  }
  const before = commands[index - 1]?.next;
  const isLast = index === commands.length - 1 && commands[index]?.next === '';
  return isLast && (before === undefined || before === ';') ? false : undefined;
}

function between(startedAt: string | undefined, endedAt: string): number | undefined {
  const tookMs = startedAt === undefined ? Number.NaN : Date.parse(endedAt) - Date.parse(startedAt);
  return tookMs >= 0 ? tookMs : undefined;
}

function textOf(command: SimpleCommand): string {
  const text = command.words.map((word) => (/[\s"'$]/.test(word) ? JSON.stringify(word) : word)).join(' ');
  return text.length > commandLengthMax ? `${text.slice(0, commandLengthMax - 1)}…` : text;
}
