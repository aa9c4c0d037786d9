import { Link } from '@tanstack/react-router';
import type { Rule } from '../../../api/rules.ts';
import { BadgeSign } from '../../../parts/badge.tsx';
import { Ago } from '../../../parts/moment.tsx';
import rows from '../../../parts/rows.module.css';
import { counted } from '../../../words/quantity.ts';
import { costOfDay, firingsText, placeOfFault, ruleBadge, sourceText, versionText } from '../../../words/rule-words.ts';

export function RuleRow({ rule }: { rule: Rule }) {
  const { name, description, lastFiredAt, failuresInRow, faults, paused, version } = rule;
  const badge = ruleBadge(rule);
  const isOver = rule.state === 'withdrawn';
  const cost = isOver ? undefined : costOfDay(rule);
  return (
    <li className={rows.row}>
      <Link to="/rules/$rule" params={{ rule: name }} className={rows.open} data-row>
        <BadgeSign {...badge} />
        <span className={rows.title}>{name}</span>
        <span className={rows.end}>
          {lastFiredAt === null ? (
            'never fired'
          ) : (
            <>
              fired <Ago time={lastFiredAt} />
            </>
          )}
        </span>
        {description && <span className={rows.text}>{description}</span>}
        {faults[0] && (
          <span className={`${rows.text} ${rows.bad}`}>
            {placeOfFault(faults[0])}: {faults[0].message}
          </span>
        )}
        {paused && (
          <span className={`${rows.text} ${rows.warn}`}>
            Paused by {paused.automatic ? 'itself' : paused.by}
            {paused.reason && `: ${paused.reason}`}
          </span>
        )}
        <span className={rows.about}>
          <span>{badge.label}</span>
          {!isOver && <span>{firingsText(rule)}</span>}
          {cost && <span>{cost}</span>}
          {failuresInRow > 0 && <span className={rows.bad}>{counted(failuresInRow, 'failure')} in a row</span>}
          <span>{sourceText(rule)}</span>
          <span>version {versionText(version)}</span>
        </span>
      </Link>
    </li>
  );
}
