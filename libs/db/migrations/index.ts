import type { Migration } from 'kysely/migration';
import { up as archive } from './0001-archive.ts';
import { up as projections } from './0002-projections.ts';
import { up as memory } from './0003-memory.ts';
import { up as orchestration } from './0004-orchestration.ts';
import { up as commandStarts } from './0005-command-starts.ts';
import { up as subscriptions } from './0006-subscriptions.ts';
import { up as snapshots } from './0007-snapshots.ts';
import { up as search } from './0008-search.ts';
import { up as prices } from './0009-prices.ts';
import { up as shares } from './0010-shares.ts';
import { up as retention } from './0011-retention.ts';
import { up as analytics } from './0012-analytics.ts';
import { up as expiredBySession } from './0013-expired-by-session.ts';
import { up as memories } from './0014-memories.ts';
import { up as recall } from './0015-recall.ts';
import { up as memoryFigures } from './0016-memory-figures.ts';
import { up as extraction } from './0017-extraction.ts';
import { up as memoryFaults } from './0018-memory-faults.ts';
import { up as engine } from './0019-engine.ts';
import { up as work } from './0020-work.ts';
import { up as claims } from './0021-claims.ts';
import { up as steering } from './0022-steering.ts';
import { up as policies } from './0023-policies.ts';
import { up as ruleSources } from './0024-rule-sources.ts';

/** Every migration by name, in order. A new one is a file in this folder and a line here; a merged one is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-archive': { up: archive },
  '0002-projections': { up: projections },
  '0003-memory': { up: memory },
  '0004-orchestration': { up: orchestration },
  '0005-command-starts': { up: commandStarts },
  '0006-subscriptions': { up: subscriptions },
  '0007-snapshots': { up: snapshots },
  '0008-search': { up: search },
  '0009-prices': { up: prices },
  '0010-shares': { up: shares },
  '0011-retention': { up: retention },
  '0012-analytics': { up: analytics },
  '0013-expired-by-session': { up: expiredBySession },
  '0014-memories': { up: memories },
  '0015-recall': { up: recall },
  '0016-memory-figures': { up: memoryFigures },
  '0017-extraction': { up: extraction },
  '0018-memory-faults': { up: memoryFaults },
  '0019-engine': { up: engine },
  '0020-work': { up: work },
  '0021-claims': { up: claims },
  '0022-steering': { up: steering },
  '0023-policies': { up: policies },
  '0024-rule-sources': { up: ruleSources },
};
