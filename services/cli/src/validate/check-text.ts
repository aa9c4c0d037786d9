import { checkEvent, InvalidEventError, UnknownVersionError } from '@hookline/schemas';

/** What was found of one event. */
export interface Checked {
  /** The line it stands on, from 1; in an array, which one it is, from 1. */
  readonly at: number;
  readonly id: string | undefined;
  readonly ok: boolean;
  /** One sentence per fault: where, what was found, what was expected. */
  readonly issues: readonly string[];
}

/**
 * Checks a JSON array of events, one event, or one event a line (as `hookline export` and `tail --json` write them,
 * with or without their position around them). Yields one result per event.
 */
export function* checkText(text: string): Iterable<Checked> {
  const whole = wholeJson(text);
  if (Array.isArray(whole)) {
    for (const [index, value] of whole.entries()) yield checkOne(value, index + 1);
    return;
  }
  if (whole !== undefined) return yield checkOne(whole, 1);
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(line);
      if (!isFrame(value)) yield checkOne(value, index + 1);
    } catch (error) {
      yield { at: index + 1, id: undefined, ok: false, issues: [`not JSON: ${(error as Error).message}`] };
    }
  }
}

function checkOne(value: unknown, at: number): Checked {
  const event = unwrapped(value);
  const id = typeof event === 'object' && event !== null && 'id' in event ? String(event.id) : undefined;
  try {
    checkEvent(event);
    return { at, id, ok: true, issues: [] };
  } catch (error) {
    if (error instanceof InvalidEventError) return { at, id, ok: false, issues: error.issues };
    if (error instanceof UnknownVersionError) return { at, id, ok: false, issues: [`type: ${error.message}`] };
    throw error;
  }
}

/** The first and the last line of an export, which are no events. */
function isFrame(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'hookline' in value && !('specversion' in value);
}

/** An event with its position around it counts as the event. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('event' in value) || 'specversion' in value) return value;
  return value.event;
}

function wholeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
