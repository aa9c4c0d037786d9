import type { Memory } from '../../../api/memory.ts';
import { LinkButton } from '../../../parts/link-button.tsx';
import { counted } from '../../../words/quantity.ts';
import { ActionButtons } from '../decide/action-bar.tsx';
import { type Action, actionsForAll } from '../decide/actions.ts';
import styles from './queue.module.css';

/** What can be done about all that are selected, over the foot of the page. */
export function BulkBar(props: {
  memories: readonly Memory[];
  all: readonly Memory[];
  onAct: (action: Action) => void;
  onSelectAll: () => void;
  onClear: () => void;
}) {
  const { memories, all, onAct, onSelectAll, onClear } = props;
  return (
    <section className={styles.bulk} aria-label="Selected memories">
      <strong role="status">{counted(memories.length, 'memory', 'memories')} selected</strong>
      <ActionButtons label="Decide about all of them" actions={actionsForAll(memories)} onAct={onAct} />
      {memories.length < all.length && <LinkButton onClick={onSelectAll}>Select all {all.length}</LinkButton>}
      <LinkButton onClick={onClear}>None</LinkButton>
    </section>
  );
}
