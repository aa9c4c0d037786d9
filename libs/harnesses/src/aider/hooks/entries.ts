import { countOf, numberOf, textOf } from '../../words/payload.ts';
import { keep } from '../../words/table.ts';
import {
  type TurnEnd,
  tellCard,
  tellMessage,
  tellModelFailed,
  tellPrompt,
  tellSessionEnded,
  tellSessionStarted,
  tellTurnEnd,
  tellUsage,
} from '../facts.ts';
import { readLine } from '../record/line.ts';
import { isGroupAnswer } from '../record/notice.ts';
import { tellCommitMade, tellFailedEdit } from '../record/notices.ts';
import { nativeOf } from '../record/turns.ts';
import { sequenceOf, step, type Teller } from '../teller.ts';
import { type Heard, only } from './heard.ts';
import { hearAnswer, hearCommandEnd, hearCommandStart, hearEdit, hearFileRead } from './heard-calls.ts';

const trapsMax = 200;

const hearers: Readonly<Record<string, (teller: Teller, heard: Heard) => void>> = {
  SessionStart: hearStart,
  Prompt: hearPrompt,
  Memory: hearMemory,
  Message: hearMessage,
  Usage: hearUsage,
  FileRead: hearFileRead,
  Edit: hearEdit,
  Answer: hearAnswer,
  CommandStart: hearCommandStart,
  CommandEnd: hearCommandEnd,
  Commit: hearCommit,
  Fault: hearFault,
  EditFailed: hearEditFailed,
  TurnEnd: hearTurnEnd,
  SessionEnd: hearEnd,
};

/** Tells what the launcher heard. */
export function takeEntry(teller: Teller, name: string, heard: Heard): void {
  const { state } = teller;
  const { entry } = heard;
  state.version = textOf(entry, 'version')?.slice(0, 100) ?? state.version;
  state.model = textOf(entry, 'model')?.slice(0, 500) ?? state.model;
  state.editFormat = textOf(entry, 'editFormat')?.slice(0, 100) ?? state.editFormat;
  const hear = Object.hasOwn(hearers, name) ? hearers[name] : undefined;
  if (hear) hear(teller, heard);
  else hearUnknown(teller, name, heard);
}

function hearStart(teller: Teller, { entry, at, captured }: Heard): void {
  const { harnessPid: pid, entrypoint } = captured.facts;
  const native = nativeOf(teller);
  const history = textOf(entry, 'history');
  tellSessionStarted(teller, at, { native, cwd: textOf(entry, 'cwd'), history, pid, entrypoint }, only);
}

function hearPrompt(teller: Teller, { entry, at, prompt, text }: Heard): void {
  const byAider = entry.nested === true;
  if (prompt > 0 && !isGroupAnswer(text)) tellPrompt(teller, { prompt, text, byAider }, at, only);
}

function hearMemory(teller: Teller, { entry, at, prompt, text }: Heard): void {
  if (text !== '') tellCard(teller, { prompt, text, heldOut: entry.heldOut === true }, at, only);
}

/** Also keeps the lines of an answer that the history would make one take for Aider's own. */
function hearMessage(teller: Teller, { at, prompt, n, text }: Heard): void {
  const { traps } = teller.state;
  const isNew = !teller.hasTold(teller.session, 'message', n);
  for (const line of isNew ? text.trim().split('\n') : []) {
    const looks = readLine(line).is;
    if (looks !== 'prompt' && looks !== 'quote') continue;
    const key = line.trimEnd();
    keep(traps, key, (Object.hasOwn(traps, key) ? traps[key]! : 0) + 1, trapsMax);
  }
  tellMessage(teller, { n, prompt, text }, at, only);
}

function hearUsage(teller: Teller, { entry, at, prompt, n }: Heard): void {
  const input = countOf(entry, 'promptTokens') ?? 0;
  const output = countOf(entry, 'completionTokens') ?? 0;
  const costUsd = Math.max(0, numberOf(entry, 'cost') ?? 0);
  tellUsage(teller, { n, prompt, input, output, costUsd }, at, only);
}

/** The history says the same of it, and which files: it is waited for. */
function hearCommit(teller: Teller, { entry, at, prompt, text }: Heard): void {
  const commit = textOf(entry, 'commit');
  if (commit === undefined || !/^[0-9a-f]{7,64}$/.test(commit)) return;
  tellCommitMade(teller, { prompt, commit, message: text, files: [] }, at);
}

function hearFault(teller: Teller, { entry, at, prompt, n, text }: Heard): void {
  const name = textOf(entry, 'error')?.slice(0, 200) ?? 'error';
  tellModelFailed(teller, { prompt, n, name, text }, at);
}

function hearEditFailed(teller: Teller, { at, prompt, n, text }: Heard): void {
  tellFailedEdit(teller, { prompt, n, error: text || 'The LLM did not conform to the edit format.' }, at);
}

function hearTurnEnd(teller: Teller, { entry, at, prompt, text }: Heard): void {
  if (prompt === 0) return;
  const error = textOf(entry, 'error')?.slice(0, 500);
  let end: TurnEnd = { how: 'ended', text: text || undefined };
  if (error !== undefined) end = { how: 'failed', error, details: textOf(entry, 'details'), text: text || undefined };
  if (entry.interrupted === true) end = { how: 'interrupted' };
  tellTurnEnd(teller, prompt, end, at, only);
}

function hearEnd(teller: Teller, { entry, at }: Heard): void {
  teller.state.heardEnd = true;
  tellSessionEnded(teller, at.timeMs, textOf(entry, 'reason')?.slice(0, 200) ?? 'exit', only);
}

function hearUnknown(teller: Teller, name: string, { entry, at }: Heard): void {
  teller.tell(
    {
      kind: 'native.unmapped',
      identity: [teller.session, 'unmapped', name.slice(0, 100), at.line],
      timeMs: at.timeMs,
      sequence: sequenceOf(teller, at, step.after),
      data: { event: name.slice(0, 200), payload: entry },
    },
    only,
  );
}
