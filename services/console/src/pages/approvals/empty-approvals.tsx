import { Command, Notice } from '../../parts/notice.tsx';

export function EmptyApprovals({ waiting }: { waiting: boolean }) {
  if (!waiting) {
    return (
      <Notice icon="hand" title="Nothing was decided yet">
        <p>What people approve and reject stays here, with who it was and what they said.</p>
      </Notice>
    );
  }
  return (
    <Notice icon="check" title="Nothing waits for you">
      <p>
        A rule that ends in <code>approval:</code> asks a person before it acts. Its question appears here with the
        exact moment it is about. The command line shows the same:
      </p>
      <Command>hookline approvals</Command>
    </Notice>
  );
}
