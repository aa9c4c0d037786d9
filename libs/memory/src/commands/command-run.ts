import { type BusEvent, type CloudEvent, type Kind, type RecordedEvent, readEvent } from '@hookline/schemas';
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
  /** Undefined where the call's result does not tell: its output went through a pipe, or several programs shared it. */
  readonly ok: boolean | undefined;
  /** Of the whole call, where only one program ran. */
  readonly durationMs: number | undefined;
}

const ends = new Set<Kind>(['tool.finished', 'tool.failed']);
const commandLengthMax = 200;

/** The runs that an event reports; none for events that are not the end of a shell call. */
export function runsOf({ position, event }: RecordedEvent): CommandRun[] {
  const read = readable(event);
  if (read === undefined || (read.kind !== 'tool.finished' && read.kind !== 'tool.failed')) return [];
  if (read.project === '-' || (read.kind === 'tool.finished' && read.data.background !== undefined)) return [];
  if (read.kind === 'tool.failed' && read.data.stage === 'invalid') return [];
  const line = read.data.effects.find((effect) => effect.type === 'process.exec')?.object;
  if (line === undefined) return [];
  const commands = simpleCommands(line);
  const alone = commands.length === 1;
  const unpiped = commands.every((command) => !command.piped);
  return commands.flatMap((command, index) => {
    const key = commandKey(command.words);
    const purpose = purposeOf(key);
    if (purpose === undefined) return [];
    return {
      eventId: read.id,
      index,
      position,
      project: read.project,
      session: read.session,
      actor: read.actor,
      time: read.time,
      key,
      purpose,
      command: textOf(command),
      ok: okOf(read, alone, unpiped),
      durationMs: alone && read.data.durationMs !== undefined ? read.data.durationMs : undefined,
    };
  });
}

/** An event of a shell call's end, or undefined. Events nobody here can read are not ours to stop at. */
function readable(event: CloudEvent): BusEvent | undefined {
  const kind = event.type.slice('hookline.'.length, event.type.lastIndexOf('.v')) as Kind;
  return ends.has(kind) ? readEvent(event) : undefined;
}

function okOf(event: BusEvent, alone: boolean, unpiped: boolean): boolean | undefined {
  if (!unpiped) return undefined;
  if (event.kind === 'tool.finished') return true;
  return alone ? false : undefined;
}

function textOf(command: SimpleCommand): string {
  const text = command.words.map((word) => (/[\s"'$]/.test(word) ? JSON.stringify(word) : word)).join(' ');
  return text.length > commandLengthMax ? `${text.slice(0, commandLengthMax - 1)}…` : text;
}
