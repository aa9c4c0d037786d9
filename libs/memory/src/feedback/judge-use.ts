import type { UseOutcome } from '../fold/decision.ts';
import type { Memory } from '../memory.ts';
import type { Aftermath } from './aftermath.ts';

/** Whether a memory helped where it was told. */
export function judgeUse(_memory: Pick<Memory, 'kind' | 'about' | 'details'>, _aftermath: Aftermath): UseOutcome {
  return 'ignored';
}
