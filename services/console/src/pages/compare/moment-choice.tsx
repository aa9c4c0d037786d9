import { useOutline } from '../../api/outline.ts';
import type { Outline } from '../../api/outline-columns.ts';
import { useSession } from '../../api/sessions.ts';
import { Choice } from '../../parts/field.tsx';

const wordsMax = 60;

/** The end of the session, or the end of one of its turns. */
export function MomentChoice(props: {
  name: string;
  session: string;
  at: number | undefined;
  onAt: (at: number | undefined) => void;
}) {
  const { name, session, at, onAt } = props;
  const { data } = useSession(session);
  const outline = useOutline(session, data?.lastPosition).data;
  const turns = outline ? turnsOf(outline) : [];
  const known = at === undefined || turns.some(({ position }) => position === at);
  return (
    <Choice
      label={`Moment of the ${name.toLowerCase()} side`}
      value={at === undefined ? '' : String(at)}
      options={[
        { value: '', label: 'As it is now' },
        ...(known ? [] : [{ value: String(at), label: `At event ${at}` }]),
        ...turns.map(({ position, number, words }) => ({
          value: String(position),
          label: `After turn ${number}: ${words.length > wordsMax ? `${words.slice(0, wordsMax)}…` : words}`,
        })),
      ]}
      onChange={(value) => onAt(value === '' ? undefined : Number(value))}
    />
  );
}

/** Turns that have ended, each with the position at which it did. */
function turnsOf({ entries, positions }: Outline) {
  return entries
    .filter((entry) => entry.type === 'turn')
    .map((turn, index) => ({ position: positions[turn.end] ?? -1, number: index + 1, words: turn.words }))
    .filter(({ position }) => position > 0);
}
