import { Link } from '@tanstack/react-router';
import type { Approval } from '../../api/approvals.ts';
import { ActionBar, ActionButton } from '../../parts/action-button.tsx';
import { Badge } from '../../parts/badge.tsx';
import { FullTime, Left } from '../../parts/moment.tsx';
import { approvalStates, viaText } from './approval-states.ts';
import styles from './approvals.module.css';
import { WhatLedToIt } from './what-led-to-it.tsx';

export type Answer = 'approved' | 'rejected';

/** One question, with all one needs to answer it: what led to it, and what is done when it is approved. */
export function ApprovalView(props: {
  approval: Approval;
  skewMs: number;
  disabled: boolean;
  onAnswer: (answer: Answer) => void;
}) {
  const { approval, skewMs, disabled, onAnswer } = props;
  const { state, question, by, rule, firing, actions, expiresAt, askedAt } = approval;
  return (
    <>
      <header className={styles.head}>
        <p className={styles.about}>
          <Badge {...approvalStates[state]} />
          {rule ? (
            <span>
              asked by the rule{' '}
              <Link to="/rules/$rule" params={{ rule }}>
                {rule}
              </Link>
            </span>
          ) : (
            <span>asked by {by}</span>
          )}
          {state === 'waiting' && (
            <span>
              <Left until={expiresAt} skewMs={skewMs} />
            </span>
          )}
        </p>
        <h2 className={styles.question}>{question}</h2>
        {state === 'waiting' ? (
          <ActionBar label="Answer">
            <ActionButton
              icon="check"
              tone="good"
              shortcut="a"
              disabled={disabled}
              onClick={() => onAnswer('approved')}
            >
              Approve
            </ActionButton>
            <ActionButton icon="cross" tone="bad" shortcut="r" disabled={disabled} onClick={() => onAnswer('rejected')}>
              Reject
            </ActionButton>
          </ActionBar>
        ) : (
          <p>
            {approvalStates[state].label}
            {approval.decidedBy && state !== 'expired' && ` by ${approval.decidedBy}`}
            {approval.via && `, ${viaText(approval.via)}`}
            {approval.decidedAt && (
              <>
                , <FullTime time={approval.decidedAt} />
              </>
            )}
          </p>
        )}
        {approval.comment && <p className={styles.comment}>{approval.comment}</p>}
      </header>
      <section aria-label="What is done when it is approved">
        <h3 className={styles.sub}>{state === 'waiting' ? 'When you approve' : 'What it was about'}</h3>
        {actions.length === 0 ? (
          <p className={styles.quiet}>Nothing is done by itself: the answer is told, and no more.</p>
        ) : (
          <ul className={styles.actions}>
            {actions.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label="What led to it">
        <h3 className={styles.sub}>What led to it</h3>
        <WhatLedToIt approval={approval} />
      </section>
      <p className={styles.quiet}>
        Asked <FullTime time={askedAt} />
        {firing && (
          <>
            .{' '}
            <Link to="/rules/firings/$firing" params={{ firing }}>
              See how it came about
            </Link>
          </>
        )}
      </p>
    </>
  );
}
