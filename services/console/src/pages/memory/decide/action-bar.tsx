import type { Memory } from '../../../api/memory.ts';
import { Icon } from '../../../parts/icon.tsx';
import { titleText } from '../../../words/memory-words.ts';
import { type Action, actionsFor } from './actions.ts';
import styles from './decide.module.css';

/** Everything that can be done about one memory, each with its key. */
export function ActionBar(props: { memory: Memory; disabled?: boolean; onAct: (action: Action) => void }) {
  const { memory, disabled = false, onAct } = props;
  return (
    <ActionButtons
      label={`Decide about ${titleText(memory.title)}`}
      actions={actionsFor(memory)}
      {...{ disabled, onAct }}
    />
  );
}

export function ActionButtons(props: {
  label: string;
  actions: readonly Action[];
  disabled?: boolean;
  /** False where the keys would not tell which of several is meant. */
  keys?: boolean;
  onAct: (action: Action) => void;
}) {
  const { label, actions, disabled = false, keys = true, onAct } = props;
  return (
    <div className={styles.bar} role="toolbar" aria-label={label}>
      {actions.map((action) => (
        <button
          key={action.name}
          type="button"
          className={styles.action}
          data-name={action.name}
          disabled={disabled}
          onClick={() => onAct(action)}
        >
          <Icon name={action.icon} size={14} />
          {action.label}
          {keys && <kbd>{action.key}</kbd>}
        </button>
      ))}
    </div>
  );
}
