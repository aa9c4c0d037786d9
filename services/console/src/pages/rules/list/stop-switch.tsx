import { useState } from 'react';
import { type Switched, useStopSwitch } from '../../../api/rules.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { ActionButton } from '../../../parts/action-button.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { Ago } from '../../../parts/moment.tsx';
import styles from './rules-page.module.css';

/** Stops every rule in one deliberate step, and lets them act again in another. */
export function StopSwitch(props: { stopped: Switched | null; onSay: (text: string, failed: boolean) => void }) {
  const { stopped, onSay } = props;
  const [asking, setAsking] = useState(false);
  const turning = useStopSwitch();
  useShortcuts('All rules', [
    {
      keys: ['S'],
      label: stopped === null ? 'Stop all rules' : 'Let the rules act again',
      run: () => {
        setAsking(true);
        return true;
      },
    },
  ]);
  const turn = (reason: string | undefined) => {
    setAsking(false);
    const stop = stopped === null;
    turning.mutate(
      { stop, ...(reason !== undefined && { reason }) },
      {
        onSuccess: () => onSay(stop ? 'All rules are stopped' : 'Rules act again', false),
        onError: (error) => onSay(error.message, true),
      },
    );
  };
  return (
    <div className={styles.switch} data-stopped={stopped !== null}>
      <p>
        {stopped === null ? (
          <>
            <strong>Rules may act.</strong> <span>One switch stops them all.</span>
          </>
        ) : (
          <>
            <strong>All rules are stopped</strong>{' '}
            <span>
              by {stopped.by}, <Ago time={stopped.since} />
              {stopped.reason && `: ${stopped.reason}`}
            </span>
          </>
        )}
      </p>
      <ActionButton
        icon={stopped === null ? 'stopped' : 'play'}
        tone={stopped === null ? 'bad' : 'good'}
        shortcut="S"
        disabled={turning.isPending}
        onClick={() => setAsking(true)}
      >
        {stopped === null ? 'Stop all rules' : 'Let them act again'}
      </ActionButton>
      {asking && (
        <ConfirmDialog
          icon={stopped === null ? 'stopped' : 'play'}
          title={stopped === null ? 'Stop all rules' : 'Let the rules act again'}
          about={
            stopped === null
              ? 'From this moment on nothing fires. Work that was offered goes on, and what happens meanwhile is not made up for.'
              : 'What happens from now on may fire again. What happened meanwhile does not.'
          }
          label={stopped === null ? 'Stop them now' : 'Let them act'}
          words={{ label: 'Why, for those who ask later', max: 500 }}
          onDo={turn}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
