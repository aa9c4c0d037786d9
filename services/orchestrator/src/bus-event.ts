import { type CloudEvent, type Kind, type NewEvent, newEvent } from '@hookline/schemas';

/** An event that the orchestrator itself says. */
export function busEvent<K extends Kind>(
  facts: Pick<NewEvent<K>, 'kind' | 'id' | 'data' | 'subject' | 'causationid' | 'project' | 'session'>,
): CloudEvent {
  return newEvent<K>({
    source: 'urn:hookline:bus:orchestrator',
    time: new Date().toISOString(),
    origin: 'derived',
    ...facts,
  } as NewEvent<K>);
}
