import type { Grant } from '@hookline/access';
import { isBodyRef } from '@hookline/log';
import { type CloudEvent, checkEvent, InvalidEventError, UnknownVersionError } from '@hookline/schemas';
import { presumptionOf } from './bus-words.ts';
import type { ItemResult } from './item-result.ts';
import { nestsDeeper } from './nesting.ts';
import type { Item } from './split-items.ts';

/** What the door says of one event: come in as this, or go away with that. */
export type Admission = { readonly event: CloudEvent } | { readonly refused: ItemResult };

/**
 * Checks one event as it was sent. What is admitted has its tenant from the token, whatever it said itself, and the
 * time the bus took it.
 */
export function admit(item: Item, grant: Grant, { nowMs, depthMax }: { nowMs: number; depthMax: number }): Admission {
  if ('fault' in item) return refuse('', 'invalid', 'the event could not be read', [item.fault]);
  const { value } = item;
  const id = idOf(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const found = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`;
    return refuse(id, 'invalid', 'the event is not an object', [`(event): found ${found}, expected an object`]);
  }
  if (nestsDeeper(value, depthMax)) {
    return refuse(id, 'invalid', `the event nests deeper than ${depthMax} levels, the limit`, [
      `data: found more than ${depthMax} levels, expected at most ${depthMax}`,
    ]);
  }
  try {
    const recordedtime = new Date(nowMs).toISOString();
    const event = checkEvent({ ...value, tenant: grant.tenant, recordedtime });
    const presumption = presumptionOf(event, grant);
    if (presumption !== undefined) return refuse(event.id, 'refused', presumption.message, [presumption.issue]);
    return inProject(event, grant);
  } catch (error) {
    if (error instanceof InvalidEventError) return refuse(id, 'invalid', error.message, error.issues);
    if (error instanceof UnknownVersionError) return refuse(id, 'unknown-version', error.message);
    throw error;
  }
}

function inProject(event: CloudEvent, grant: Grant): Admission {
  if (grant.project === undefined) return { event };
  if (event.project !== grant.project) {
    return refuse(event.id, 'invalid', `the token "${grant.name}" is for one project only`, [
      `project: found ${event.project}, expected ${grant.project}`,
    ]);
  }
  if (!refersToHeld(event.data)) return { event };
  return refuse(
    event.id,
    'invalid',
    `the token "${grant.name}" is for one project only: it may refer to no held text`,
    ['data: found a reference to a held text, expected the text itself'],
  );
}

/** How references begin as they are stored, which is what `GET /v1/bodies/{ref}` looks for. */
const storedReference = /"body":"sha256:[0-9a-f]{64}","bytes":/;

/**
 * Whether an event refers to a text of the body store. Texts are kept once for all projects: whoever may read an event
 * may read what it refers to.
 */
function refersToHeld(data: unknown): boolean {
  const holds = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && (isBodyRef(value) || Object.values(value).some(holds));
  return storedReference.test(JSON.stringify(data)) || holds(data);
}

export function refuse(
  id: string,
  status: 'invalid' | 'too-large' | 'unknown-version' | 'refused',
  message: string,
  issues?: readonly string[],
): { readonly refused: ItemResult } {
  return { refused: { id, status, error: { message, ...(issues && { issues: [...issues] }) } } };
}

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? id.slice(0, 128) : '';
}
