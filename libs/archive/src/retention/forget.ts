import { forgetSnapshots } from '@hookline/projections';
import { forgetMemories } from '@hookline/recall';
import { forgetSession } from '@hookline/search';
import type { Forget } from './expire-events.ts';
import { forgetConflicts } from './forget-conflicts.ts';
import { forgetEngine } from './forget-engine.ts';
import { forgetTold } from './forget-told.ts';
import { forgetWork } from './forget-work.ts';

/** Whatever keeps something made of a session's events. A new one is a line here. */
export const forgetters: readonly Forget[] = [
  forgetSnapshots,
  forgetSession,
  forgetMemories,
  forgetTold,
  forgetWork,
  forgetEngine,
  forgetConflicts,
];
