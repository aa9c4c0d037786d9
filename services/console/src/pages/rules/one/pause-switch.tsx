import { useState } from 'react';
import { type Rule, usePause } from '../../../api/rules.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { ActionButton } from '../../../parts/action-button.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';

/** Keeps one rule from acting, with a reason; resuming asks for nothing. */
export function PauseSwitch({ rule, onSay }: { rule: Rule; onSay: (text: string, failed: boolean) => void }) {
  const [asking, setAsking] = useState(false);
  const pausing = usePause(rule.name);
  const pause = rule.state !== 'paused';
  const turn = (reason?: string) => {
    setAsking(false);
    pausing.mutate(
      { pause, ...(reason !== undefined && { reason }) },
      {
        onSuccess: () => onSay(pause ? `${rule.name} is paused` : `${rule.name} acts again`, false),
        onError: (error) => onSay(error.message, true),
      },
    );
  };
  const begin = () => (pause ? setAsking(true) : turn());
  useShortcuts('The rule', [
    {
      keys: ['p'],
      label: pause ? 'Pause it' : 'Resume it',
      run: () => {
        begin();
        return true;
      },
    },
  ]);
  return (
    <>
      <ActionButton
        icon={pause ? 'pause' : 'play'}
        tone={pause ? undefined : 'good'}
        shortcut="p"
        disabled={pausing.isPending}
        onClick={begin}
      >
        {pause ? 'Pause' : 'Resume'}
      </ActionButton>
      {asking && (
        <ConfirmDialog
          icon="pause"
          title={`Pause ${rule.name}`}
          about="It does not fire until it is resumed. What it would have fired at meanwhile is not made up for."
          label="Pause it"
          words={{ label: 'Why, for those who ask later', max: 500 }}
          onDo={turn}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
