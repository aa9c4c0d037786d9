import type { Adapter } from '../adapter.ts';
import { sessionOf, translateHook } from './hooks/translate.ts';
import { reconcile } from './reconcile.ts';
import { type ClaudeCodeState, initialState } from './state.ts';
import { adapterVersion, harness } from './teller.ts';
import { rewindRecord, sessionOfRow, translateRecord } from './transcript/translate.ts';

/** Claude Code: calls, prompts and agents from its hooks, messages and usage from its transcript, merged by id. */
export const claudeCode: Adapter<ClaudeCodeState> = {
  harness,
  adapterVersion,
  initialState,
  sessionOf,
  translateHook,
  sessionOfRow,
  translateRecord,
  reconcile,
  rewindRecord,
};
