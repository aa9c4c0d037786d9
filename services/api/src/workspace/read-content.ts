import { applyHunks, contentHash, type Making, type PlacedEvent, textsOf, type Workspace } from '@hookline/workspace';
import { readWhole } from './read-facts.ts';
import { readBodies, type Stores } from './read-workspace.ts';

const patchesMax = 5_000;
/** Events that are held at one time. */
const chunk = 100;
/** The content of every empty file: patches make files from it. */
const nothing = contentHash('');

/**
 * The text of a content that a session's files held: read from an event, or made by patches onto one. Nothing is kept of it,
 * so that what is erased from the log is gone here, too. Undefined where it cannot be had (any more).
 */
export async function readContent(
  stores: Stores,
  { makings }: Pick<Workspace, 'makings'>,
  hash: string,
): Promise<string | undefined> {
  const steps = stepsTo(makings, hash);
  if (steps === undefined) return undefined;
  let events = new Map<number, PlacedEvent>();
  let text: string | undefined = '';
  for (const [index, step] of steps.entries()) {
    if (index % chunk === 0) events = await readWhole(stores.db, positionsOf(steps.slice(index, index + chunk)));
    const event = events.get(step.position);
    if (event === undefined) return undefined;
    text = step.from === 'field' ? await fieldOf(stores, event, step) : patched(event, text);
    if (text === undefined) return undefined;
  }
  return text !== undefined && contentHash(text) === hash ? text : undefined;
}

function positionsOf(steps: readonly Making[]): number[] {
  return [...new Set(steps.map(({ position }) => position))];
}

/** The makings that lead to a content from an event's own text, or from nothing. */
function stepsTo(makings: Workspace['makings'], hash: string): Making[] | undefined {
  const steps: Making[] = [];
  let wanted = hash;
  while (steps.length < patchesMax) {
    if (wanted === nothing) return steps.reverse();
    const making = makings.get(wanted);
    if (making === undefined) return undefined;
    steps.push(making);
    if (making.from === 'field') return steps.reverse();
    wanted = making.base;
  }
  return undefined;
}

async function fieldOf(
  { bodies }: Stores,
  event: PlacedEvent,
  { field, end }: Making & { from: 'field' },
): Promise<string | undefined> {
  const texts = await readBodies(bodies, [event]);
  const text = textsOf(event.event, (ref) => texts.get(ref))[field];
  return text === undefined ? undefined : `${text}${end ?? ''}`;
}

function patched({ event }: PlacedEvent, text: string | undefined): string | undefined {
  return text === undefined || event.kind !== 'file.written' || event.data.patch === undefined
    ? undefined
    : applyHunks(text, event.data.patch);
}
