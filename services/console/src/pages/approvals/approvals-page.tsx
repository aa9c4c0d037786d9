import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type Approval, useApprovals, useDecideApproval } from '../../api/approvals.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { BadgeSign } from '../../parts/badge.tsx';
import { Bones } from '../../parts/bones.tsx';
import { ChoiceTabs } from '../../parts/choice-tabs.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Ago, Left } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import rows from '../../parts/rows.module.css';
import { Said, type SaidLast } from '../../parts/said.tsx';
import { useWide } from '../../parts/use-wide.ts';
import { counted } from '../../words/quantity.ts';
import { WorkSections } from '../work/work-sections.tsx';
import { approvalStates } from './approval-states.ts';
import { type Answer, ApprovalView } from './approval-view.tsx';
import styles from './approvals.module.css';
import { EmptyApprovals } from './empty-approvals.tsx';
import type { ApprovalsSearch } from './route.ts';

const commentMax = 2_000;

/** Questions that wait for a person, each with what led to it; and those that were answered. */
export function ApprovalsPage() {
  const search = useSearch({ from: '/work/approvals' });
  const navigate = useNavigate({ from: '/work/approvals' });
  const show = search.show === 'decided' ? 'decided' : 'waiting';
  const found = useApprovals(show === 'waiting');
  const approvals = found.data?.pages.flatMap((one) => one.approvals) ?? [];
  const skewMs = found.data?.pages[0]?.skewMs ?? 0;
  const wide = useWide();
  const page = useRef<HTMLDivElement>(null);
  const deciding = useDecideApproval();
  const [asking, setAsking] = useState<{ readonly approval: Approval; readonly answer: Answer }>();
  const [said, setSaid] = useState<SaidLast>();
  const named = approvals.find(({ id }) => id === search.chosen);
  const current = named ?? (wide ? approvals[0] : undefined);
  const change = (next: ApprovalsSearch) => void navigate({ search: next, replace: true });
  const choose = (id: string) => change({ ...search, chosen: id });

  const byKey = (answer: Answer) => () => {
    if (current?.state !== 'waiting') return false;
    setAsking({ approval: current, answer });
    return true;
  };
  useTitle('Approvals');
  usePageKeys('Approvals', { page, row: 'question' });
  useShortcuts('Answer', [
    { keys: ['a'], label: 'Approve, with a comment', run: byKey('approved') },
    { keys: ['r'], label: 'Reject, with a comment', run: byKey('rejected') },
  ]);

  const answer = (approval: Approval, decision: Answer, comment: string | undefined) => {
    setAsking(undefined);
    const next = approvals[approvals.indexOf(approval) + 1];
    deciding.mutate(
      { id: approval.id, decision, ...(comment !== undefined && { comment }) },
      {
        onSuccess: () => {
          setSaid({ text: `${approvalStates[decision].label}: ${approval.question}`, failed: false, undo: undefined });
          if (wide && next) choose(next.id);
        },
        onError: (error) => setSaid({ text: error.message, failed: true, undo: undefined }),
      },
    );
  };

  return (
    <Page
      page={page}
      title="Approvals"
      sum={show === 'waiting' && approvals.length > 0 && `${counted(approvals.length, 'question')} for you`}
      sections={<WorkSections />}
    >
      <div className={rows.above}>
        <ChoiceTabs
          label="Which questions"
          value={show}
          options={[
            { value: 'waiting', label: 'Waiting' },
            { value: 'decided', label: 'Decided' },
          ]}
          onChange={(value) => change(value === 'waiting' ? {} : { show: value })}
        />
      </div>
      {found.isPending && <Bones label="Loading approvals" inset={false} />}
      {found.error && <FailureNotice error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && approvals.length === 0 && <EmptyApprovals waiting={show === 'waiting'} />}
      {approvals.length > 0 && (
        <div className={rows.split}>
          <div>
            <ol className={rows.rows} aria-label={show === 'waiting' ? 'Questions that wait' : 'Decided questions'}>
              {approvals.map((approval) => (
                <li key={approval.id} className={rows.row} data-chosen={approval === current}>
                  <Link
                    to="/work/approvals"
                    search={{ ...search, chosen: approval.id }}
                    replace
                    className={rows.open}
                    data-row
                    aria-current={approval === current ? 'true' : undefined}
                    onFocus={wide ? () => approval !== current && choose(approval.id) : undefined}
                  >
                    <BadgeSign {...approvalStates[approval.state]} />
                    <span className={rows.title}>{approval.question}</span>
                    <span className={rows.end}>
                      {approval.state === 'waiting' ? (
                        <Left until={approval.expiresAt} skewMs={skewMs} />
                      ) : (
                        <Ago time={approval.decidedAt ?? approval.expiresAt} />
                      )}
                    </span>
                    <span className={rows.about}>
                      <span>{approval.rule ?? approval.by}</span>
                      {approval.state !== 'waiting' && <span>{approvalStates[approval.state].label}</span>}
                      {approval.decidedBy && approval.state !== 'expired' && <span>by {approval.decidedBy}</span>}
                      {approval.state === 'waiting' && (
                        <span>
                          asked <Ago time={approval.askedAt} />
                        </span>
                      )}
                    </span>
                  </Link>
                  {!wide && approval === current && (
                    <article className={styles.under} aria-label="The question">
                      <ApprovalView
                        approval={approval}
                        skewMs={skewMs}
                        disabled={deciding.isPending}
                        onAnswer={(one) => setAsking({ approval, answer: one })}
                      />
                    </article>
                  )}
                </li>
              ))}
            </ol>
            {found.hasNextPage && <MoreButton query={found}>Show older ones</MoreButton>}
          </div>
          {wide && current && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
            <aside className={rows.aside} tabIndex={0} aria-label="The question">
              <ApprovalView
                key={current.id}
                approval={current}
                skewMs={skewMs}
                disabled={deciding.isPending}
                onAnswer={(one) => setAsking({ approval: current, answer: one })}
              />
            </aside>
          )}
        </div>
      )}
      {asking && (
        <ConfirmDialog
          icon={asking.answer === 'approved' ? 'check' : 'cross'}
          title={asking.answer === 'approved' ? 'Approve it' : 'Reject it'}
          about={asking.approval.question}
          label={asking.answer === 'approved' ? 'Approve' : 'Reject'}
          words={{ label: 'A comment, for those who ask later', max: commentMax }}
          onDo={(comment) => answer(asking.approval, asking.answer, comment)}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Said said={said} forget={() => setSaid(undefined)} />
    </Page>
  );
}
