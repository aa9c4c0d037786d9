import { eventId } from '@hookline/schemas';
import { promptVersion } from './prompt.ts';
import { type Window, windowText } from './window.ts';

/** Raise it when windows are rendered or answers checked differently. */
const extractionVersion = 1;

/**
 * The id of asking one model about one window: the same window is never asked about twice. Subjects known already are
 * left out of it, else every new memory would make old windows new.
 */
export function extractionId(window: Window, model: string, params: object): string {
  const { session, from, to } = window;
  return eventId(
    'memory.extracted',
    extractionVersion,
    promptVersion,
    model,
    JSON.stringify(params),
    session,
    from,
    to,
    windowText(window),
  );
}
