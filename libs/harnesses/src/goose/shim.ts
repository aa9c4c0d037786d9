import type { ShimSpec } from '../shim/render.ts';
import { gooseAsks } from './asks.ts';

/** Goose's database below its data folder. */
const database = '/sessions/sessions.db';

/**
 * What Goose's environment tells its hooks: where its database is. It holds API keys too, so nothing else of it is
 * looked at. The card goes into the file that Goose reads at the beginning of each turn, where a person has named one.
 */
export const gooseShim: ShimSpec = {
  harness: 'goose',
  pid: 'PPID',
  project: 'PWD',
  record: [
    { variable: 'GOOSE_PATH_ROOT', path: `/data${database}` },
    { variable: 'XDG_DATA_HOME', path: `/goose${database}` },
    { variable: 'HOME', path: `/.local/share/goose${database}` },
  ],
  card: { event: 'UserPromptSubmit', file: 'GOOSE_MOIM_MESSAGE_FILE' },
  asks: gooseAsks.events,
  guard: gooseAsks.guard,
};
