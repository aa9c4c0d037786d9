import type { Memory } from '../../api/memory.ts';
import { reasonText, supportText } from '../../words/memory-words.ts';

/** Why a memory has its status, and how far it was seen. */
export function Explanation({ memory }: { memory: Memory }) {
  const { explanation, support, reason } = memory;
  const why = explanation ?? reasonText(reason);
  return (
    <p>
      {why.charAt(0).toUpperCase() + why.slice(1)}. Seen in {supportText(support)}.
    </p>
  );
}
