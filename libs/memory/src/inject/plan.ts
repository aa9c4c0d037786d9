import { shortId } from '../memory.ts';
import { tokenEstimate } from '../words/token-estimate.ts';
import { afterFailure, atPrompt, beforeCommand, beforeEdit, type Called, promptMax } from './at-moment.ts';
import { blockOf, type CountedLine } from './block.ts';
import { filesLine } from './files-hint.ts';
import type { KnownPack } from './known.ts';
import { type Injection, type Moment, sessionTokensMax, surfaceTokensMax } from './moment.ts';
import type { PackEntry } from './pack.ts';
import { atSessionStart } from './session-start.ts';

const droppedMax = 20;

/**
 * What an agent is told at a moment; undefined where there is nothing worth its attention, which is the common case.
 * Each memory is told once per session, whole or not at all, within the tokens of the surface and of the session.
 * Deterministic: the same pack and moment give the same text.
 */
export function planInjection(known: KnownPack, moment: Moment): Injection | undefined {
  const called = calledFor(known, moment);
  const room = Math.min(surfaceTokensMax[moment.surface], sessionTokensMax - moment.told.tokens);
  const fits = (entries: readonly PackEntry[], also: CountedLine | undefined) =>
    tokenEstimate(blockOf(known.project, entries, also)) <= room;
  const line = lineOf(called);
  // It is one of the items.
  const extra = line !== undefined && fits([], line) ? line : undefined;
  const most = moment.surface === 'prompt' ? promptMax - (extra === undefined ? 0 : 1) : Number.POSITIVE_INFINITY;
  const dropped = called.refused.map(({ entry, reason }) => ({ memory: entry.id, reason: reason as string }));
  const drop = ({ id }: PackEntry, reason: string) => void dropped.push({ memory: id, reason });
  const chosen: PackEntry[] = [];
  for (const entry of called.entries) {
    if (wasTold(moment, entry)) drop(entry, 'repeated');
    else if (chosen.length >= most || !fits([...chosen, entry], extra)) drop(entry, 'budget');
    else chosen.push(entry);
  }
  if (extra === undefined && (chosen.length === 0 || !isWorthIt(moment, chosen))) return undefined;
  const text = blockOf(known.project, chosen, extra);
  const memories = [...new Set([...chosen, ...(extra?.of ?? [])].map(({ id }) => id))];
  return {
    surface: moment.surface,
    text,
    memories,
    tokens: tokenEstimate(text),
    ...(called.about !== undefined && { about: called.about }),
    dropped: dropped.filter(({ memory }) => !memories.includes(memory)).slice(0, droppedMax),
  };
}

function lineOf({ hint }: Called): CountedLine | undefined {
  return hint === undefined ? undefined : { line: filesLine(hint), of: hint.of };
}

/** Some know what was told by the short ids that were shown. */
function wasTold({ told: { memories } }: Moment, { id }: PackEntry): boolean {
  return memories.has(id) || memories.has(shortId(id));
}

function calledFor(known: KnownPack, moment: Moment): Called {
  switch (moment.surface) {
    case 'session-start':
      return { entries: atSessionStart(known, moment.nowMs), refused: [] };
    case 'prompt':
      return atPrompt(known, moment.text, moment.nowMs, (entry) => !wasTold(moment, entry));
    case 'before-edit':
      return beforeEdit(known, moment.paths, moment.nowMs);
    case 'before-command':
      return beforeCommand(known, moment.command);
    case 'after-failure':
      return afterFailure(known, moment.error, moment.nowMs);
  }
}

/** At an edit, hints about other files come with something about the file itself, never alone. */
function isWorthIt({ surface }: Moment, chosen: readonly PackEntry[]): boolean {
  return surface !== 'before-edit' || chosen.some(({ kind }) => kind !== 'read-first' && kind !== 'co-change');
}
