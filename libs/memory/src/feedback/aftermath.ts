import { failureSignature } from '../commands/failure-signature.ts';
import { commandSubjects } from '../commands/subjects.ts';
import type { Call, Step, Story } from '../facts/story.ts';

/** One call after an injection, cut down to what a verdict needs. */
export interface AftermathCall {
  readonly tool: string;
  /** The commands it ran, with and without each of their flags: see `commandSubjects`. */
  readonly keys: readonly string[];
  readonly command?: string;
  /** Paths it read, and paths it wrote. */
  readonly paths: readonly string[];
  readonly wrote: readonly string[];
  readonly outcome: Call['outcome'];
  /** Denied by a person. */
  readonly rejected?: true;
  /** See `failureSignature`. */
  readonly signature?: string;
  /** It is the call that the memory was told at. */
  readonly toldAt?: true;
}

/** What happened in a session after memories were put before its agent. JSON, at most about 20 KB, commonly 2. */
export type Aftermath = {
  readonly surface: string;
  readonly about?: string;
  /** The next ten calls that ended, of the agent that was told, in the order of their ends. */
  readonly calls: readonly AftermathCall[];
  /** Signatures of what failed later in the session, without the call it was told at, each once, the first twenty. */
  readonly signatures: readonly string[];
  /** Calls that a person denied later in the session. */
  readonly rejections: number;
};

const callsMax = 10;
const keysMax = 8;
const keyLengthMax = 120;
const commandLengthMax = 200;
const pathsMax = 5;
const pathLengthMax = 200;
const signatureLengthMax = 300;
const signaturesMax = 20;

/** What followed the injection that is the step at `index` of the story. Throws when that step is no injection. */
export function aftermathOf(story: Story, index: number): Aftermath {
  const injected = story.steps[index];
  if (injected?.type !== 'injected') {
    throw new Error(
      `step ${index} of session ${story.session} is ${injected?.type ?? 'not there'}, expected an injection`,
    );
  }
  const later = story.steps.slice(index + 1).filter(isEndedCall);
  const own = later.filter(({ agent }) => agent === injected.agent);
  const signatures = new Set(later.flatMap((call) => (call.call === injected.call ? [] : (signatureOf(call) ?? []))));
  return {
    surface: injected.surface.slice(0, 40),
    ...(injected.about !== undefined && { about: injected.about.slice(0, signatureLengthMax) }),
    calls: own.slice(0, callsMax).map((call) => callOf(call, injected.call)),
    signatures: [...signatures].slice(0, signaturesMax),
    rejections: later.filter(isRejected).length,
  };
}

function isEndedCall(step: Step): step is Call {
  return step.type === 'call' && step.outcome !== 'open';
}

function isRejected({ outcome, by }: Call): boolean {
  return outcome === 'denied' && by === 'person';
}

function callOf(call: Call, toldAt: string | undefined): AftermathCall {
  const { tool, command, reads, writes, outcome } = call;
  const signature = signatureOf(call);
  const keys = command === undefined ? [] : commandSubjects(command).map((key) => key.slice(0, keyLengthMax));
  return {
    tool: tool.slice(0, 80),
    keys: keys.slice(0, keysMax),
    ...(command !== undefined && { command: command.slice(0, commandLengthMax) }),
    paths: cutPaths(reads),
    wrote: cutPaths(writes.map(({ path }) => path)),
    outcome,
    ...(isRejected(call) && { rejected: true as const }),
    ...(signature !== undefined && { signature }),
    ...(toldAt !== undefined && call.call === toldAt && { toldAt: true as const }),
  };
}

function signatureOf({ outcome, text }: Call): string | undefined {
  return outcome === 'failed' && text !== undefined ? failureSignature(text)?.slice(0, signatureLengthMax) : undefined;
}

const cutPaths = (paths: readonly string[]) =>
  [...new Set(paths)].slice(0, pathsMax).map((path) => path.slice(0, pathLengthMax));
