import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link to the exact moment of a session at which something happened. */
export function MomentLink(props: {
  session: string;
  position?: number | null | undefined;
  className?: string | undefined;
  row?: boolean;
  children: ReactNode;
}) {
  const { session, position, className, row = false, children } = props;
  return (
    <Link
      to="/sessions/$session"
      params={{ session }}
      search={position ? { at: position } : {}}
      className={className}
      data-row={row || undefined}
    >
      {children}
    </Link>
  );
}
