import { Command, Notice, NoticeButton } from '../../../parts/notice.tsx';

/** Why there is nothing: no item was ever offered, or none is as the fields ask. */
export function EmptyWork({ narrowed, state, onClear }: { narrowed: boolean; state: string; onClear: () => void }) {
  if (narrowed) {
    return (
      <Notice
        icon={state === 'dead' ? 'check' : 'search'}
        title={state === 'dead' ? 'Nothing is dead' : 'There is none'}
      >
        <p>
          {state === 'dead'
            ? 'An item that used up its attempts appears here with its reason, to be put up again.'
            : 'No item here is as the fields above ask.'}
        </p>
        <NoticeButton onClick={onClear}>Show all</NoticeButton>
      </Notice>
    );
  }
  return (
    <Notice icon="work" title="No work was offered yet">
      <p>Rules offer work, and so can you. A worker or runner takes it under a lease.</p>
      <Command>{'hookline work offer review --payload \'{"prompt":"Read the last change"}\''}</Command>
      <Command>hookline runner --queue review --harness claude-code</Command>
    </Notice>
  );
}
