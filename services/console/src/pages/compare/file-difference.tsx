import { structuredPatch } from 'diff';
import { useMemo } from 'react';
import type { Compared, ComparedFile } from '../../api/compare.ts';
import { type ContentThen, useContentThen } from '../../api/files.ts';
import { Bones } from '../../parts/bones.tsx';
import { CodeView } from '../../parts/code-view.tsx';
import { Diff } from '../../parts/diff.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import styles from './compare.module.css';

const linesAround = 3;
/** Lines that are compared: two whole files of this size take a moment, larger ones would stop the page. */
const linesMax = 20_000;

/** How one file differs between the sides, from what each side is known to hold. */
export function FileDifference({ file, of }: { file: ComparedFile; of: Compared }) {
  const { path } = file;
  const left = useContentThen(of.left ?? '', file.left?.path, of.leftAt);
  const right = useContentThen(of.right ?? '', file.right?.path, of.rightAt);
  const [before, after] = [file.left ? left.data : { text: '' }, file.right ? right.data : { text: '' }];
  if (left.error || right.error) return <FailureNotice error={left.error ?? right.error} />;
  if (before === undefined || after === undefined) return <Bones label="Loading both files" inset={false} />;
  const missing = [unknownOf('left', before), unknownOf('right', after)].filter((text) => text !== undefined);
  if ('text' in before && 'text' in after) return <Difference path={path} before={before.text} after={after.text} />;
  const known = 'text' in before ? before : 'text' in after ? after : undefined;
  return (
    <>
      {missing.map((text) => (
        <p key={text} className={styles.quiet}>
          {text}
        </p>
      ))}
      {known && <CodeView text={known.text} label={`${path}, the side that is known`} />}
    </>
  );
}

function Difference({ path, before, after }: { path: string; before: string; after: string }) {
  const hunks = useMemo(
    () => (linesOf(before) + linesOf(after) > linesMax ? null : hunksOf(path, before, after)),
    [path, before, after],
  );
  if (before === after) return <p className={styles.quiet}>Both sides hold the same text.</p>;
  if (hunks === null) return <p className={styles.quiet}>These files are too long to be compared here.</p>;
  return <Diff hunks={hunks} label={`Difference of ${path}`} />;
}

function hunksOf(path: string, before: string, after: string) {
  return structuredPatch(path, path, before, after, undefined, undefined, { context: linesAround }).hunks.map(
    ({ oldStart, oldLines, newStart, newLines, lines }) => ({ oldStart, oldLines, newStart, newLines, lines }),
  );
}

function linesOf(text: string): number {
  return text.split('\n').length;
}

function unknownOf(side: string, content: ContentThen): string | undefined {
  return 'unknown' in content ? `What the ${side} side holds is not known: ${content.unknown}` : undefined;
}
