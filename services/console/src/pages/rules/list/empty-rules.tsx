import { Command, Notice } from '../../../parts/notice.tsx';

export function EmptyRules() {
  return (
    <Notice icon="rule" title="No rule is in force">
      <p>
        A rule is a YAML file: what to watch for, and what to do then. Put one into the folder of rules, or send it, and
        it acts on what happens from then on.
      </p>
      <Command>hookline rules publish review.yaml</Command>
      <Command>hookline rules schema</Command>
    </Notice>
  );
}
