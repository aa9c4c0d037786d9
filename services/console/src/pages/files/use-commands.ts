import { useOutline } from '../../api/outline.ts';
import type { Outline } from '../../api/outline-columns.ts';
import { useSession } from '../../api/sessions.ts';

/** The course of a session, for the commands in it; nothing while it is on its way. */
export function useCommands(session: string | undefined): Outline | undefined {
  const { data } = useSession(session ?? '', session !== undefined);
  return useOutline(session ?? '', data?.lastPosition, session !== undefined).data;
}
