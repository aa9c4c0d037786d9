import { Link } from '@tanstack/react-router';
import { FailureNotice, Notice } from '../parts/notice.tsx';

export function FailurePage({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main>
      <FailureNotice error={error} onRetry={reset} />
    </main>
  );
}

export function MissingPage() {
  return (
    <Notice icon="question" title="There is no such page">
      <p>
        <Link to="/">All sessions</Link>
      </p>
    </Notice>
  );
}
