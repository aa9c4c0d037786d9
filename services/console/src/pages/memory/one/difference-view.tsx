import { diffWordsWithSpace } from 'diff';
import type { Memory } from '../../../api/memory.ts';
import { detailName } from './detail-names.ts';
import { differenceOf } from './difference.ts';
import styles from './memory-page.module.css';

/** What is different in a memory between two moments. */
export function DifferenceView({
  before,
  after,
  words,
}: {
  before: Memory;
  after: Memory;
  words: readonly [string, string];
}) {
  const changed = differenceOf(before, after);
  if (changed.length === 0) return <p className={styles.quiet}>Nothing about it is different.</p>;
  return (
    <table className={styles.difference}>
      <thead>
        <tr>
          <th scope="col">What changed</th>
          <th scope="col">{words[0]}</th>
          <th scope="col">{words[1]}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ name, before: was, after: is }) => (
          <tr key={name}>
            <th scope="row">{detailName(name)}</th>
            <td data-label={words[0]}>
              <Marked before={was} after={is} side="before" />
            </td>
            <td data-label={words[1]}>
              <Marked before={was} after={is} side="after" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One side of a changed text, with the words marked that only it has. */
function Marked({ before, after, side }: { before: string; after: string; side: 'before' | 'after' }) {
  const parts = diffWordsWithSpace(before, after).filter(({ added, removed }) =>
    side === 'before' ? !added : !removed,
  );
  if (parts.length === 0) return <span className={styles.quiet}>nothing</span>;
  return parts.map(({ value, added, removed }, index) => {
    if (removed) {
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
      return <del key={index}>{value}</del>;
    }
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have nothing but their place
    return added ? <ins key={index}>{value}</ins> : <span key={index}>{value}</span>;
  });
}
