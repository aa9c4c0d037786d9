import type { Memory } from '../../../api/memory.ts';
import { ActionButton, ActionBar as Bar } from '../../../parts/action-button.tsx';
import { titleText } from '../../../words/memory-words.ts';
import { type Action, actionsFor } from './actions.ts';

const tones: { readonly [Name in Action['name']]?: 'good' | 'bad' } = {
  approve: 'good',
  restore: 'good',
  reject: 'bad',
  retire: 'bad',
};

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
    <Bar label={label}>
      {actions.map((action) => (
        <ActionButton
          key={action.name}
          icon={action.icon}
          tone={tones[action.name]}
          shortcut={keys ? action.key : undefined}
          disabled={disabled}
          onClick={() => onAct(action)}
        >
          {action.label}
        </ActionButton>
      ))}
    </Bar>
  );
}
