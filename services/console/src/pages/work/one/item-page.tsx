import { Link, useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { ApiFailure } from '../../../api/http.ts';
import { useItem, type WholeItem } from '../../../api/work.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { ActionBar, ActionButton } from '../../../parts/action-button.tsx';
import { Badge } from '../../../parts/badge.tsx';
import { Bones } from '../../../parts/bones.tsx';
import { FactList } from '../../../parts/fact-list.tsx';
import { FullTime, Left } from '../../../parts/moment.tsx';
import { MomentLink } from '../../../parts/moment-link.tsx';
import { Command, FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import rows from '../../../parts/rows.module.css';
import { Said } from '../../../parts/said.tsx';
import { Value } from '../../../parts/value.tsx';
import { costText, shareText, spanText } from '../../../words/quantity.ts';
import { attemptText, childrenText, isOpen, itemTitle, joinText, workStates } from '../../../words/work-words.ts';
import { actionsFor, itemActions } from '../actions.ts';
import { ItemRow } from '../list/item-row.tsx';
import { useActing } from '../use-acting.ts';
import { WorkSections } from '../work-sections.tsx';
import { History } from './history.tsx';

/** One item: what it asks for, who holds it and until when, what became of it, and everything that happened to it. */
export function ItemPage() {
  const { item: id } = useParams({ from: '/work/items/$item' });
  const item = useItem(id);
  const page = useRef<HTMLDivElement>(null);
  useTitle(item.data ? itemTitle(item.data) : 'Work item');
  usePageKeys('Work item', { page, row: 'link' });
  if (item.error instanceof ApiFailure && item.error.status === 404) {
    return (
      <Page title="Work item" sections={<WorkSections />}>
        <Notice icon="question" title="There is no such item">
          <p>It may be of another installation.</p>
          <Command>hookline work list</Command>
        </Notice>
      </Page>
    );
  }
  return (
    <Page page={page} title={item.data ? itemTitle(item.data) : 'Work item'} sum={null} sections={<WorkSections />}>
      {item.isPending && <Bones label="Loading the item" inset={false} />}
      {item.error && <FailureNotice error={item.error} onRetry={() => void item.refetch()} />}
      {item.data && <Whole item={item.data} skewMs={item.data.skewMs} />}
    </Page>
  );
}

function Whole({ item, skewMs }: { item: WholeItem; skewMs: number }) {
  const acting = useActing();
  const actions = actionsFor(item);
  useShortcuts(
    'Do about it',
    Object.values(itemActions).map(({ name, key, label }) => ({
      keys: [key],
      label,
      run: () => {
        if (!actions.some((one) => one.name === name)) return false;
        acting.act([item], name);
        return true;
      },
    })),
  );
  const { state, leaseUntil, cancelling, error, children, history, join, firing, cause } = item;
  return (
    <>
      <div className={rows.head}>
        <Badge {...workStates[state]} />
        <span>{item.queue}</span>
        {state === 'claimed' && leaseUntil && (
          <span>
            lease: <Left until={leaseUntil} skewMs={skewMs} />
          </span>
        )}
        {cancelling && (
          <span className={rows.warn}>
            asked to stop by {cancelling.by}: {cancelling.reason}
          </span>
        )}
        {actions.length > 0 && (
          <ActionBar label="Do about this item">
            {actions.map(({ name, key, label, icon, ...rest }) => (
              <ActionButton
                key={name}
                icon={icon}
                shortcut={key}
                tone={'tone' in rest ? rest.tone : undefined}
                disabled={acting.isPending}
                onClick={() => acting.act([item], name)}
              >
                {label}
              </ActionButton>
            ))}
          </ActionBar>
        )}
      </div>
      {error && state !== 'completed' && (
        <p className={rows.note} data-tone={state === 'dead' ? 'bad' : undefined}>
          {isOpen(item) && 'The attempt before: '}
          {error}
        </p>
      )}
      <Part title="What is known">
        <FactList
          facts={{
            Rule: cause && (
              <Link to="/rules/$rule" params={{ rule: cause.rule }}>
                {cause.rule}
              </Link>
            ),
            Firing: firing && (
              <Link to="/rules/firings/$firing" params={{ firing }} data-row>
                See how it came about
              </Link>
            ),
            Attempt: attemptText(item).replace('attempt ', ''),
            Worker: item.worker,
            Harness: item.harness,
            'Done in': item.doneIn && (
              <MomentLink session={item.doneIn} row>
                {item.doneIn}
              </MomentLink>
            ),
            About: item.session && item.session !== '-' && (
              <MomentLink session={item.session} row>
                {item.session}
              </MomentLink>
            ),
            Progress: state === 'claimed' && progressText(item.progress),
            Priority: item.priority === 0 ? null : item.priority,
            'Part of': item.parent && (
              <Link to="/work/items/$item" params={{ item: item.parent }} data-row>
                {item.parent}
              </Link>
            ),
            'Time limit': item.timeoutMs ? spanText(item.timeoutMs) : null,
            Offered: <FullTime time={item.offeredAt} />,
            'Not before': state === 'offered' && item.dueAt ? <FullTime time={item.dueAt} /> : null,
            'Not after': item.expiresAt && <FullTime time={item.expiresAt} />,
            Ended: item.endedAt && <FullTime time={item.endedAt} />,
            Cost: item.costUsd === null || item.costUsd === undefined ? null : costText(item.costUsd),
            Project: item.project === '-' ? null : item.project,
            Item: <code>{item.id}</code>,
          }}
        />
      </Part>
      {item.result !== undefined && item.result !== null && (
        <Part title="Result">
          <Value value={item.result} label="Result" />
        </Part>
      )}
      {children.length > 0 && (
        <Part
          title="Parts of it"
          about={
            <>
              {childrenText(children)}.{' '}
              {join && (
                <>
                  {joinText(join.on)}
                  {join.until && (
                    <>
                      , at the latest <FullTime time={join.until} />
                    </>
                  )}
                  .
                </>
              )}
            </>
          }
        >
          <ol className={rows.rows} aria-label="Parts of it">
            {children.map((child) => (
              <ItemRow key={child.id} item={child} skewMs={skewMs} withQueue={child.queue !== item.queue} />
            ))}
          </ol>
        </Part>
      )}
      <Part title="What happened to it">
        <History steps={history} />
      </Part>
      <Part title="What it asks for">
        <Value value={item.payload} label="Payload" />
      </Part>
      <Said said={acting.said} forget={acting.forget} />
    </>
  );
}

function progressText(progress: WholeItem['progress']): string | undefined {
  if (!progress) return undefined;
  const { note, share } = progress;
  return [...(share === undefined ? [] : [shareText(share)]), ...(note ? [note] : [])].join(', ');
}
