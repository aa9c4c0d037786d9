import { ApiError } from '@hookline/http';
import { eventKinds, parseType, type RecordedEvent } from '@hookline/schemas';

/** Which events are wanted; what is undefined does not matter. */
export interface EventFilter {
  readonly session?: string | undefined;
  readonly project?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
}

/**
 * Reads a list of kinds: names (`tool.finished`), or the beginning of names with its dot (`tool.`), with commas between.
 * Throws 400 for a name that no kind has.
 */
export function readKinds(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text === '') return undefined;
  const names = eventKinds.map(({ kind }) => kind as string);
  return text.split(',').flatMap((part) => {
    const wanted = part.trim();
    const found = names.filter((name) => (wanted.endsWith('.') ? name.startsWith(wanted) : name === wanted));
    if (found.length > 0) return found;
    throw new ApiError(400, 'bad-request', `kind: there is none called ${JSON.stringify(wanted)}`, {
      hint: `for example ${names.slice(0, 5).join(', ')}, or a beginning with its dot, like tool.`,
    });
  });
}

export function matches({ session, project, kinds }: EventFilter): (recorded: RecordedEvent) => boolean {
  const wanted = kinds && new Set(kinds);
  return ({ event }) =>
    (session === undefined || event.session === session) &&
    (project === undefined || event.project === project) &&
    (wanted === undefined || wanted.has(parseType(event.type)?.kind ?? ''));
}
