import type { Approval } from '../../api/approvals.ts';
import { useFiring } from '../../api/firings.ts';
import { MomentLink } from '../../parts/moment-link.tsx';
import { Chain } from '../rules/firing/chain.tsx';
import { linksTo } from '../rules/firing/chain-tree.ts';
import styles from './approvals.module.css';
import { LastThings } from './last-things.tsx';

/** The exact moment that a question is about; where it is about none of a session, the chain that led to it. */
export function WhatLedToIt({ approval }: { approval: Approval }) {
  const { session, position, firing } = approval;
  if (session !== null && session !== '-' && position !== null) {
    return (
      <>
        <LastThings session={session} position={position} />
        <p className={styles.replay}>
          <MomentLink session={session} position={position}>
            Replay the session from this moment
          </MomentLink>
        </p>
      </>
    );
  }
  return firing === null ? (
    <p className={styles.quiet}>It is about no session and came of no rule.</p>
  ) : (
    <ChainTo firing={firing} />
  );
}

function ChainTo({ firing }: { firing: string }) {
  const { data, error } = useFiring(firing);
  if (error) return <p className={styles.quiet}>{error.message}</p>;
  if (data === undefined) return <p className={styles.quiet}>Reading what led to it</p>;
  return <Chain links={linksTo(data.chain, `firing:${firing}`)} firing={firing} />;
}
