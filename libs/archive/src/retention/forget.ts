import { forgetSnapshots } from '@hookline/projections';
import { forgetMemories } from '@hookline/recall';
import { forgetSession } from '@hookline/search';
import type { Forget } from './expire-events.ts';

/** Whatever keeps something made of a session's events. A new one is a line here. */
export const forgetters: readonly Forget[] = [forgetSnapshots, forgetSession, forgetMemories];
