import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ChainLink } from '../../../api/firings.ts';
import { Badge } from '../../../parts/badge.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { DayAndClock } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { eventText } from '../../../words/event-words.ts';
import { actionStateText, toneOfState } from '../action-states.ts';
import styles from './chain.module.css';
import { type Strand, strandsOf } from './chain-tree.ts';
import { linkTypes } from './link-types.ts';

/** Everything from a person's prompt to what came of it, each thing below what brought it about. */
export function Chain({ links, firing }: { links: readonly ChainLink[]; firing: string }) {
  return (
    <div className={styles.chain}>
      {strandsOf(links).map((strand) => (
        <StrandView key={strand.links[0]!.id} strand={strand} firing={firing} label="What led to what" />
      ))}
    </div>
  );
}

function StrandView({ strand, firing, label }: { strand: Strand; firing: string; label: string }) {
  const { links, strands } = strand;
  return (
    <ol className={styles.strand} aria-label={label}>
      {links.map((link, index) => (
        <li key={link.id} className={styles.link} data-type={link.type} data-here={link.ref === firing}>
          <LinkView link={link} here={link.ref === firing} />
          {index === links.length - 1 && strands.length > 0 && (
            <div className={styles.strands}>
              {strands.map((one) => (
                <StrandView
                  key={one.links[0]!.id}
                  strand={one}
                  firing={firing}
                  label={`What ${linkTypes[link.type].label.toLowerCase()} ${link.title} led to`}
                />
              ))}
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}

function LinkView({ link, here }: { link: ChainLink; here: boolean }) {
  const { type, title, detail, state, time, session, position } = link;
  const { icon, label } = linkTypes[type] ?? linkTypes.event;
  const hasPage = type === 'firing' || type === 'work' || type === 'approval';
  return (
    <>
      <span className={styles.sign} data-type={type}>
        <Icon name={icon} size={14} />
      </span>
      <div className={styles.what}>
        <p className={styles.name}>
          <span>{label}</span>
          {state && <Badge tone={toneOfState(state)} icon={iconOf(state)} label={actionStateText(state)} />}
          {here && <span className={styles.here}>this firing</span>}
        </p>
        <p className={styles.title}>
          <Place link={link}>{type === 'event' ? eventText(title) : title}</Place>
        </p>
        {detail && <p className={styles.detail}>{detail}</p>}
        {hasPage && session && (
          <p className={styles.detail}>
            <MomentLink session={session} position={position}>
              The moment in the session
            </MomentLink>
          </p>
        )}
      </div>
      {time && (
        <span className={styles.when}>
          <DayAndClock time={time} />
        </span>
      )}
    </>
  );
}

function iconOf(state: string) {
  const icons = { good: 'check', bad: 'cross', warn: 'hand', busy: 'going', calm: 'dots' } as const;
  return icons[toneOfState(state)];
}

/** A link to its exact place: its moment in a session, or the page that is all about it. */
function Place({ link, children }: { link: ChainLink; children: ReactNode }) {
  const { type, ref, session, position } = link;
  if (type === 'firing' && ref) {
    return (
      <Link to="/rules/firings/$firing" params={{ firing: ref }} data-row>
        {children}
      </Link>
    );
  }
  if (type === 'work' && ref) {
    return (
      <Link to="/work/items/$item" params={{ item: ref }} data-row>
        {children}
      </Link>
    );
  }
  if (type === 'approval' && ref) {
    return (
      <Link
        to="/work/approvals"
        search={{ chosen: ref, ...(link.state !== 'waiting' && { show: 'decided' }) }}
        data-row
      >
        {children}
      </Link>
    );
  }
  if (session) {
    return (
      <MomentLink session={session} position={position} row>
        {children}
      </MomentLink>
    );
  }
  if (type === 'event' && position !== null) {
    return (
      <Link to="/rules/why/$position" params={{ position: String(position) }} data-row>
        {children}
      </Link>
    );
  }
  if (type === 'verdict' && ref) {
    return (
      <Link to="/work/items/$item" params={{ item: ref }} data-row>
        {children}
      </Link>
    );
  }
  if (type === 'claim') {
    return (
      <Link to="/work/claims" data-row>
        {children}
      </Link>
    );
  }
  return children;
}
