import type { Outline } from '../../../api/outline-columns.ts';

/** Something on the time line that one looks for. */
export interface Mark {
  readonly event: number;
  readonly what: 'commit' | 'compaction' | 'question' | 'model-failure' | 'resumed';
  readonly words: string;
}

const byKind: Readonly<Record<string, Omit<Mark, 'event'>>> = {
  'commit.made': { what: 'commit', words: 'Commit' },
  'session.compacted': { what: 'compaction', words: 'Context compacted' },
  'model.failed': { what: 'model-failure', words: 'The model could not answer' },
  'session.resumed': { what: 'resumed', words: 'Session resumed' },
  'session.forked': { what: 'resumed', words: 'Session forked' },
};

/** Commits, compactions, questions to a person and the like, in order. */
export function marksOf({ kinds, entries, asks }: Outline): Mark[] {
  const marks: Mark[] = [];
  kinds.forEach((kind, event) => {
    const mark = byKind[kind];
    if (mark !== undefined) marks.push({ event, ...mark });
  });
  for (const entry of entries) {
    if (entry.type !== 'call') continue;
    if (entry.commits && entry.end >= 0)
      marks.push({ event: entry.end, what: 'commit', words: `Commit: ${entry.words}` });
    if (entry.asksPerson) marks.push({ event: entry.start, what: 'question', words: `Asked: ${entry.words}` });
  }
  for (const { event, about, answered } of asks) {
    if (!answered) marks.push({ event, what: 'question', words: `Asked a person about ${about}` });
  }
  return marks.sort((a, b) => a.event - b.event);
}
