import type { Memory } from '../../../api/memory.ts';
import type { Action } from './actions.ts';
import { EditDialog } from './edit-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { MoveDialog } from './move-dialog.tsx';
import type { Deciding } from './use-deciding.ts';

/** What an action asks for before it is done; nothing for those that ask nothing. */
export function DecidingDialog(props: {
  memory: Memory;
  action: Action['name'];
  deciding: Deciding;
  onClose: () => void;
}) {
  const { memory, action, deciding, onClose } = props;
  const decide: Deciding['decide'] = (memories, decision) => {
    deciding.decide(memories, decision);
    onClose();
  };
  const given = { memory, onClose };
  switch (action) {
    case 'edit':
      return <EditDialog {...given} onSay={(statement) => decide([memory], { action: 'edit', statement })} />;
    case 'merge':
      return <MergeDialog {...given} onChoose={(into) => decide([memory], { action: 'merge', into: into.id })} />;
    case 'move':
      return <MoveDialog {...given} onChoose={(scope) => decide([memory], { action: 'move', scope })} />;
    default:
      return null;
  }
}
