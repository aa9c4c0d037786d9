import { useRef, useState } from 'react';
import type { Memory } from '../../../api/memory.ts';
import { type Decision, useDecide } from '../../../api/memory-decisions.ts';
import type { SaidLast } from '../../../parts/said.tsx';
import { titleText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import { actions } from './actions.ts';
import { undoOf } from './undo.ts';

/** What was decided here, until the bus answers the memory as it is after that. */
interface Decided {
  readonly word: string;
  readonly before: string;
}

export interface Deciding {
  readonly said: SaidLast | undefined;
  readonly isPending: boolean;
  decide(memories: readonly Memory[], decision: Decision): void;
  /** The word for what was just decided about a memory that is still shown as it was before. */
  wordFor(memory: Memory): string | undefined;
  forget(): void;
}

/** What is approved is what was shown, whatever was said of it in the meantime. */
function seenBy(decision: Decision, { positions }: Memory): Decision {
  return decision.action === 'approve' || decision.action === 'pin' ? { ...decision, seen: positions.to } : decision;
}

/** Decides about memories, remembers how that is undone, and what to show until the fold has it. */
export function useDeciding(): Deciding {
  const sending = useDecide();
  const [decided, setDecided] = useState<ReadonlyMap<string, Decided>>(new Map());
  const [said, setSaid] = useState<SaidLast>();
  const turn = useRef(0);

  const send = (list: readonly { memory: string; decision: Decision }[], onDone: () => void) => {
    turn.current += 1;
    const mine = turn.current;
    sending.mutate(list, {
      onSuccess: () => mine === turn.current && onDone(),
      onError: (error) => {
        setDecided(new Map());
        setSaid({ text: error.message, failed: true, undo: undefined });
      },
    });
  };

  const decide = (memories: readonly Memory[], decision: Decision) => {
    if (memories.length === 0) return;
    const { done } = actions[decision.action];
    setDecided(
      (all) => new Map([...all, ...memories.map((one) => [one.id, { word: done, before: stateOf(one) }] as const)]),
    );
    const what = memories.length === 1 ? titleText(memories[0]!.title) : counted(memories.length, 'memory', 'memories');
    const back = memories.map((one) => ({ id: one.id, decisions: undoOf(decision, one) }));
    const undo = () => {
      setDecided((all) => new Map([...all].filter(([id]) => !memories.some((one) => one.id === id))));
      const list = back.flatMap(({ id, decisions = [] }) => decisions.map((one) => ({ memory: id, decision: one })));
      setSaid({ text: `Taken back: ${what}`, failed: false, undo: undefined });
      send(list, () => {});
    };
    const canUndo = back.every(({ decisions }) => decisions !== undefined);
    send(
      memories.map((one) => ({ memory: one.id, decision: seenBy(decision, one) })),
      () => setSaid({ text: `${done}: ${what}`, failed: false, undo: canUndo ? undo : undefined }),
    );
  };

  return {
    said,
    isPending: sending.isPending,
    decide,
    wordFor: (memory) => {
      const found = decided.get(memory.id);
      return found?.before === stateOf(memory) ? found.word : undefined;
    },
    forget: () => setSaid(undefined),
  };
}

/** What a decision changes of a memory. */
function stateOf({ status, reason, statement, pinned, scope }: Memory): string {
  return JSON.stringify([status, reason, statement, pinned, scope]);
}
