import { Link } from '@tanstack/react-router';
import type { Firing } from '../../../api/firings.ts';
import { Icon } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import rows from '../../../parts/rows.module.css';
import { eventText } from '../../../words/event-words.ts';
import { counted } from '../../../words/quantity.ts';
import { actionStateText, isBadState } from '../action-states.ts';

/** One firing of a list: what it was for, what it saw, and what became of each of its actions. */
export function FiringRow({ firing, named }: { firing: Firing; named: boolean }) {
  const { rule, key, time, matches, actions, session, cause } = firing;
  const kinds = [...new Set(matches.map(({ kind }) => eventText(kind)))];
  return (
    <li className={rows.row}>
      <Link to="/rules/firings/$firing" params={{ firing: firing.firing }} className={rows.open} data-row>
        <span className={rows.sign}>
          <Icon name="rule" size={14} />
        </span>
        <span className={rows.title}>{named ? rule : key}</span>
        <span className={rows.end}>
          <DayAndClock time={time} />
        </span>
        {actions.map(({ does, state, id, action }) => (
          <span key={id ?? `${action} ${does}`} className={rows.text}>
            {does}
            {state && (
              <>
                {' '}
                <span className={isBadState(state) ? rows.bad : rows.quiet}>{actionStateText(state)}</span>
              </>
            )}
          </span>
        ))}
        <span className={rows.about}>
          {named && <span>{key}</span>}
          <span>
            {kinds.join(', ') || 'By the clock'}
            {matches.length > 1 && ` (${counted(matches.length, 'event')})`}
          </span>
          {session && session !== key && <span>{session}</span>}
          {cause && cause.depth > 1 && <span>{cause.depth} firings deep</span>}
        </span>
      </Link>
    </li>
  );
}
