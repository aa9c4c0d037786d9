import { Link } from '@tanstack/react-router';
import { useHeld } from '../../../api/firings.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MoreButton } from '../../../parts/more-button.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import rows from '../../../parts/rows.module.css';
import { heldText } from '../../../words/rule-words.ts';

/** What matched and was held back, each with the reason. */
export function HeldPart({ rule }: { rule: string }) {
  const found = useHeld(rule);
  const held = found.data?.pages.flatMap((page) => page.held) ?? [];
  return (
    <>
      {found.isPending && <Bones label="Loading what was held back" inset={false} />}
      {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && held.length === 0 && (
        <Notice icon="check" title="Nothing was held back">
          <p>
            Whatever it matched, it fired at. Of an event that it did not match, the page of the session says which part
            was not so: select an entry there and ask which rules looked at it.
          </p>
        </Notice>
      )}
      {held.length > 0 && (
        <ol className={rows.rows} aria-label="Held back">
          {held.map((one) => (
            <li key={one.number} className={rows.row}>
              <Link
                to="/rules/why/$position"
                params={{ position: String(one.position) }}
                className={rows.open}
                data-row
              >
                <span className={rows.sign}>
                  <Icon name="barred" size={14} />
                </span>
                <span className={rows.title}>{heldText(one.by)}</span>
                <span className={rows.end}>
                  <DayAndClock time={one.time} />
                </span>
                <span className={rows.text}>{one.reason}</span>
                <span className={rows.about}>
                  <span>{one.key}</span>
                  {one.session && one.session !== one.key && <span>{one.session}</span>}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
      {found.hasNextPage && <MoreButton query={found}>Show older ones</MoreButton>}
    </>
  );
}
