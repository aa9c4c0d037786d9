import type { Say } from '../telling/calls.ts';
import { cardInjected } from '../telling/injected.ts';
import { projectFacts } from '../telling/session.ts';
import { stripEcho } from '../words/echo.ts';
import { projectPath } from '../words/paths.ts';
import { defined } from '../words/payload.ts';
import { lastSequence, type Place, sequenceOf, step, type Teller, turnOf } from './teller.ts';

/** The facts of a conversation, whoever saw them. Ordinals count from 1 and make the ids. */

export function tellSessionStarted(
  teller: Teller,
  at: Place,
  about: {
    readonly native: string;
    readonly cwd?: string | undefined;
    readonly history?: string | undefined;
    readonly pid?: number | undefined;
    readonly entrypoint?: string | undefined;
  },
  say: Say = {},
): void {
  const { context, state, session } = teller;
  teller.tell(
    {
      kind: 'session.started',
      identity: [session, 'start'],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, { ...at, line: 0 }, step.start),
      data: {
        nativeSession: about.native,
        source: 'startup',
        cwd: about.cwd ?? context.project.root,
        project: projectFacts(context),
        model: state.model,
        host: context.host,
        pid: about.pid,
        entrypoint: about.entrypoint,
        transcriptPath: about.history,
        native: state.editFormat === undefined ? undefined : { editFormat: state.editFormat },
      },
    },
    say,
  );
}

export function tellSessionEnded(teller: Teller, timeMs: number, reason: string, say: Say = {}): void {
  const identity = [teller.session, 'end'];
  teller.tell({ kind: 'session.ended', identity, timeMs, sequence: lastSequence(teller), data: { reason } }, say);
}

/** `byAider`: the plan of an architect, which Aider gives to its editor as a prompt. */
export function tellPrompt(
  teller: Teller,
  { prompt, text, byAider }: { prompt: number; text: string; byAider: boolean },
  at: Place,
  say: Say = {},
): void {
  teller.tell(
    {
      kind: 'prompt.submitted',
      identity: [teller.session, 'prompt', prompt],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.start),
      turn: turnOf(teller, prompt),
      data: {
        text: stripEcho(promptText(text)),
        by: byAider ? 'harness' : 'person',
        reason: byAider ? 'architect' : undefined,
        nativePrompt: String(prompt),
      },
    },
    say,
  );
  teller.note(`prompt:${prompt}`, teller.state.startedMs + at.line);
}

/** A prompt as the history keeps it: without what is at the ends of its lines. */
export function promptText(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** The card was among the files that the model is given with the prompt, or was kept from it. */
export function tellCard(
  teller: Teller,
  { prompt, text, heldOut }: { prompt: number; text: string; heldOut: boolean },
  at: Place,
  say: Say = {},
): void {
  teller.tell(
    {
      kind: 'memory.injected',
      identity: [teller.session, 'memory.injected', prompt],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.ask),
      turn: turnOf(teller, prompt),
      data: cardInjected(text, heldOut),
    },
    say,
  );
}

export function tellMessage(
  teller: Teller,
  { n, prompt, text }: { n: number; prompt: number; text: string },
  at: Place,
  say: Say = {},
): void {
  const said = stripEcho(text).trim();
  if (said === '') return;
  teller.tell(
    {
      kind: 'message.sent',
      identity: [teller.session, 'message', n],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.start),
      turn: turnOf(teller, prompt),
      data: { role: 'assistant', text: said, model: teller.state.model },
    },
    say,
  );
  teller.note(`message:${n}`, teller.state.startedMs + at.line);
}

export interface Usage {
  readonly n: number;
  readonly prompt: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
  readonly costUsd?: number | undefined;
}

export function tellUsage(teller: Teller, usage: Usage, at: Place, say: Say = {}): void {
  const { n, prompt, input, output, cacheRead, cacheWrite, costUsd } = usage;
  teller.tell(
    {
      kind: 'model.called',
      identity: [teller.session, 'usage', n],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.after),
      turn: turnOf(teller, prompt),
      data: {
        model: teller.state.model ?? 'unknown',
        nativeRequest: String(n),
        tokens: defined({ input, output, cacheRead, cacheWrite }),
        costUsd,
      },
    },
    say,
  );
  teller.note(`usage:${n}`, teller.state.startedMs + at.line);
}

/** A fault of the model's provider: the `n`-th of its turn. */
export function tellModelFailed(
  teller: Teller,
  fault: { readonly prompt: number; readonly n: number; readonly name: string; readonly text: string },
  at: Place,
): void {
  teller.tell({
    kind: 'model.failed',
    identity: [teller.session, 'fault', fault.prompt, fault.n],
    timeMs: at.timeMs,
    sequence: sequenceOf(teller, at, step.run),
    turn: turnOf(teller, fault.prompt),
    data: { model: teller.state.model, error: fault.name, details: fault.text, attempt: fault.n },
  });
}

/** How a turn came to its end. All three have one id: the first that is told is the end. */
export type TurnEnd =
  | { readonly how: 'ended'; readonly text?: string | undefined }
  | {
      readonly how: 'failed';
      readonly error: string;
      readonly details?: string | undefined;
      readonly text?: string | undefined;
    }
  | { readonly how: 'interrupted' };

export function tellTurnEnd(teller: Teller, prompt: number, end: TurnEnd, at: Place, say: Say = {}): void {
  const about = {
    identity: [teller.session, 'turn', prompt, 'end'],
    timeMs: at.timeMs,
    sequence: sequenceOf(teller, at, step.turnEnd),
    turn: turnOf(teller, prompt),
  };
  const nativePrompt = String(prompt);
  if (end.how === 'interrupted') {
    teller.tell({ ...about, kind: 'turn.interrupted', data: { by: 'person', reason: 'Control-C' } }, say);
  } else if (end.how === 'failed') {
    const { error, details, text } = end;
    teller.tell({ ...about, kind: 'turn.failed', data: { error, details, text, nativePrompt } }, say);
  } else {
    const text = end.text === undefined ? undefined : stripEcho(end.text);
    teller.tell({ ...about, kind: 'turn.ended', data: { text, nativePrompt } }, say);
  }
}

/** A file whose text the model was given: the `version`-th text of it that was seen, from 0. */
export function tellFileRead(
  teller: Teller,
  file: {
    readonly path: string;
    readonly version: number;
    readonly prompt: number;
    readonly hash?: string | undefined;
    readonly lines?: number | undefined;
  },
  at: Place,
  say: Say = {},
): void {
  const { root } = teller.context.project;
  const path = projectPath(file.path, root, root);
  teller.tell(
    {
      kind: 'file.read',
      identity: [teller.session, 'read', path, file.version],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.file),
      turn: turnOf(teller, file.prompt),
      subject: path,
      data: { path, hash: file.hash, totalLines: file.lines },
    },
    say,
  );
}
