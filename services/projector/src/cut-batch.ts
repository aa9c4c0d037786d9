import type { RecordedEvent } from '@hookline/schemas';

/** Cuts a batch into parts of about `charactersMax` each, so that many large events do not fill the memory at once. */
export function cutBatch(batch: readonly RecordedEvent[], charactersMax: number): RecordedEvent[][] {
  const parts: RecordedEvent[][] = [];
  let part: RecordedEvent[] = [];
  let characters = 0;
  for (const one of batch) {
    const length = lengthOf(one.event.data);
    if (part.length > 0 && characters + length > charactersMax) {
      parts.push(part);
      part = [];
      characters = 0;
    }
    part.push(one);
    characters += length;
  }
  if (part.length > 0) parts.push(part);
  return parts;
}

/** About how long a value is as JSON. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let length = 8;
  for (const member of Object.values(value)) length += 8 + lengthOf(member);
  return length;
}
