import { useMemo } from 'react';
import {
  type ChangeData,
  Diff as DiffView,
  type HunkData,
  Hunk as HunkView,
  markEdits,
  tokenize,
} from 'react-diff-view';
import 'react-diff-view/style/index.css';
import type { Hunk } from '../api/shapes.ts';
import { plainText } from '../words/text.ts';
import './diff.css';

const linesMarkedMax = 800;

/** The changes of one access to a file, as a unified diff. */
export function Diff({ hunks, label }: { hunks: readonly Hunk[]; label: string }) {
  const shown = useMemo(() => hunks.map(hunkData), [hunks]);
  const tokens = useMemo(() => {
    const lines = shown.reduce((sum, { changes }) => sum + changes.length, 0);
    return lines > linesMarkedMax
      ? null
      : tokenize(shown, { enhancers: [markEdits(shown.map(onlyPairs), { type: 'line' })] });
  }, [shown]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className="hunks" tabIndex={0} aria-label={label}>
      <DiffView viewType="unified" diffType="modify" hunks={shown} tokens={tokens}>
        {(list) => list.map((hunk) => <HunkView key={hunk.content} hunk={hunk} />)}
      </DiffView>
    </section>
  );
}

/** The hunk without changes of more than one line: which of their lines belong together nobody can say. */
function onlyPairs(hunk: HunkData): HunkData {
  const blocks: ChangeData[][] = [];
  for (const change of hunk.changes) {
    const block = blocks.at(-1);
    if (block === undefined || change.type === 'normal' || block[0]?.type === 'normal') blocks.push([change]);
    else block.push(change);
  }
  return { ...hunk, changes: blocks.filter(isPair).flat() };
}

function isPair([first, second, ...more]: readonly ChangeData[]): boolean {
  if (first?.type === 'normal') return true;
  return first?.type === 'delete' && second?.type === 'insert' && more.length === 0;
}

function hunkData({ oldStart, oldLines, newStart, newLines, lines }: Hunk): HunkData {
  let oldLine = oldStart;
  let newLine = newStart;
  const changes: ChangeData[] = [];
  for (const text of lines) {
    const line = plainText(text);
    const content = line.slice(1);
    switch (line[0]) {
      case '+':
        changes.push({ type: 'insert', isInsert: true, lineNumber: newLine++, content });
        break;
      case '-':
        changes.push({ type: 'delete', isDelete: true, lineNumber: oldLine++, content });
        break;
      // A note such as "no newline at the end of the file" belongs to no line.
      case '\\':
        break;
      default:
        changes.push({ type: 'normal', isNormal: true, oldLineNumber: oldLine++, newLineNumber: newLine++, content });
    }
  }
  const content = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
  return { content, oldStart, oldLines, newStart, newLines, changes };
}
