import type { ReactNode } from 'react';
import type { Claim } from '../../api/claims.ts';
import { MomentLink } from '../../parts/moment-link.tsx';

/** A claim leads to the session it was taken for; one that has none is a row to stand on and no more. */
export function ClaimLink({
  claim,
  className,
  children,
}: {
  claim: Claim;
  className?: string | undefined;
  children: ReactNode;
}) {
  if (claim.session !== null) {
    return (
      <MomentLink session={claim.session} className={className} row>
        {children}
      </MomentLink>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a row that keys go along to
    <section className={className} tabIndex={0} data-row aria-label={`Claim on ${claim.resource}`}>
      {children}
    </section>
  );
}
