import { Link } from '@tanstack/react-router';
import { Notice } from '../../parts/notice.tsx';

/** A link that leads to no session of this bus. */
export function MissingSession({ id }: { id: string }) {
  return (
    <div role="alert">
      <Notice icon="question" title="There is no such session">
        <p>
          This bus has heard nothing of <code>{id}</code>. The link may come from another one.
        </p>
        <p>
          <Link to="/">All sessions</Link>
        </p>
      </Notice>
    </div>
  );
}
