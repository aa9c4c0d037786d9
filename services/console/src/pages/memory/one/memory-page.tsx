import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ApiFailure } from '../../../api/http.ts';
import { type Memory, useConflicts, useMemory, useWhy } from '../../../api/memory.ts';
import { useShortcuts } from '../../../app/shortcuts.tsx';
import { useTitle } from '../../../app/title.ts';
import { usePageKeys } from '../../../app/use-page-keys.ts';
import { Bones } from '../../../parts/bones.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { FailureNotice, Notice } from '../../../parts/notice.tsx';
import { Page, Part } from '../../../parts/page.tsx';
import { Said } from '../../../parts/said.tsx';
import { kindName, titleText } from '../../../words/memory-words.ts';
import { counted } from '../../../words/quantity.ts';
import { Conflicts, Similar } from '../beside.tsx';
import { ActionBar } from '../decide/action-bar.tsx';
import { type Action, actions, actionsFor } from '../decide/actions.ts';
import { DecidingDialog } from '../decide/deciding-dialogs.tsx';
import { useDeciding } from '../decide/use-deciding.ts';
import { Explanation } from '../explanation.tsx';
import { Statement } from '../statement.tsx';
import { StatusBadge } from '../status-badge.tsx';
import { Decisions } from './decisions.tsx';
import { Details } from './details.tsx';
import { EvidenceBySession } from './evidence.tsx';
import { Facts } from './facts.tsx';
import styles from './memory-page.module.css';
import { Past } from './past.tsx';
import { ShownList } from './shown-list.tsx';
import { stopsOf } from './stops.ts';

/** One memory: what it says and why, what it was made of, what it was then, and what became of telling it. */
export function MemoryPage() {
  const { memory: id } = useParams({ from: '/memory/$memory' });
  const found = useMemory(id);
  useTitle(titleText(found.data?.title ?? 'Memory'));
  if (found.error instanceof ApiFailure && found.error.status === 404) {
    return (
      <Notice icon="memory" title="There is no such memory">
        <p>Nothing of this name is known, or it is of a project you may not read.</p>
        <Link to="/memory">Everything that is known</Link>
      </Notice>
    );
  }
  if (found.error) return <FailureNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Bones label="Loading the memory" />;
  return <OneMemory key={found.data.id} memory={found.data} />;
}

function OneMemory({ memory }: { memory: Memory }) {
  const { at, from } = useSearch({ from: '/memory/$memory' });
  const navigate = useNavigate({ from: '/memory/$memory' });
  const then = useMemory(memory.id, at, at !== undefined);
  const other = useMemory(memory.id, from, from !== undefined);
  const why = useWhy(memory.id);
  const conflicts = useConflicts(memory).data?.length ?? 0;
  const deciding = useDeciding();
  const [asking, setAsking] = useState<Action['name']>();
  const page = useRef<HTMLDivElement>(null);
  const word = deciding.wordFor(memory);
  const stops = stopsOf(why.data?.evidence ?? [], why.data?.decisions ?? []);

  const act = (action: Action) => {
    if (action.asks) setAsking(action.name);
    else deciding.decide([memory], { action: action.name } as Parameters<typeof deciding.decide>[1]);
  };
  usePageKeys('Memory', { page, row: 'piece of evidence' });
  useShortcuts('Decide', [
    ...Object.values(actions).map(({ name, key, label }) => ({
      keys: [key],
      label,
      run: () => {
        const action = actionsFor(memory).find((one) => one.name === name);
        if (action === undefined || word !== undefined) return false;
        act(action);
        return true;
      },
    })),
  ]);

  return (
    <Page
      page={page}
      title={titleText(memory.title)}
      sections={
        <p className={styles.crumbs}>
          <Link to="/memory">Memory</Link>
          <Icon name="right" size={11} />
          <Link to="/memory" search={{ project: memory.project, kind: memory.kind, status: statusOf(memory) }}>
            {kindName(memory.kind)}
          </Link>
        </p>
      }
    >
      <div className={styles.columns}>
        <div>
          <section className={styles.head} aria-label="What it says">
            <p className={styles.badges}>
              <StatusBadge memory={memory} />
              {memory.pinned && <span>pinned</span>}
              {memory.edited && <span>in a person’s words</span>}
              {word && <strong role="status">{word}</strong>}
            </p>
            <p className={styles.statement}>
              <Statement text={memory.statement} />
            </p>
            <div className={styles.quiet}>
              <Explanation memory={memory} />
            </div>
            <ActionBar memory={memory} disabled={word !== undefined} onAct={act} />
          </section>
          {conflicts > 0 && (
            <Part title="Says otherwise">
              <Conflicts memory={memory} />
            </Part>
          )}
          <Part title="What did we believe then">
            <Past
              stops={stops}
              at={at}
              from={from}
              then={at === undefined ? memory : then.data}
              other={from === undefined ? memory : other.data}
              onChange={(nextAt, nextFrom) =>
                void navigate({
                  search: {
                    ...(nextAt !== undefined && { at: nextAt }),
                    ...(nextAt !== undefined && nextFrom !== undefined && nextFrom !== nextAt && { from: nextFrom }),
                  },
                  replace: true,
                })
              }
            />
          </Part>
          <Part title="What it counts">
            <Details details={memory.details} />
          </Part>
          <Part
            title="Evidence"
            about={
              why.data && why.data.hiddenSessions > 0
                ? `It also rests on ${counted(why.data.hiddenSessions, 'session')} of projects you may not read.`
                : undefined
            }
          >
            {why.isPending && <Bones label="Loading the evidence" inset={false} />}
            {why.error && <FailureNotice error={why.error} onRetry={() => void why.refetch()} />}
            {why.data && <EvidenceBySession of={memory.support.events} evidence={why.data.evidence} stops={stops} />}
          </Part>
          <Part title="Why it was told" about="Each time it was put before an agent, and what came of it.">
            {why.data && <ShownList shown={why.data.shown} />}
          </Part>
        </div>
        <div className={styles.besides}>
          <Part title="What it is">
            <Facts memory={memory} onMove={memory.status === 'retired' ? undefined : () => setAsking('move')} />
          </Part>
          <Part title="Decisions">{why.data && <Decisions decisions={why.data.decisions} />}</Part>
          <Part title="Similar">
            <Similar memory={memory} />
          </Part>
        </div>
      </div>
      {asking && (
        <DecidingDialog memory={memory} action={asking} deciding={deciding} onClose={() => setAsking(undefined)} />
      )}
      <Said said={deciding.said} forget={deciding.forget} />
    </Page>
  );
}

/** The part of the list in which a memory stands. */
function statusOf({ status, reason }: Memory): string {
  if (status !== 'proposed') return status;
  return reason === 'too-little-support' ? 'gathering' : 'waiting';
}
