import {
  type CompletenessReport,
  type Status,
  useCompleteness,
  useMachines,
  useReadModels,
  useStatus,
} from '../../api/status.ts';
import { useTitle } from '../../app/title.ts';
import { WellBadge } from '../../parts/badge.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Ago } from '../../parts/moment.tsx';
import { FailureNotice } from '../../parts/notice.tsx';
import { numberText } from '../../words/quantity.ts';
import { HarnessesSeen } from './harnesses-seen.tsx';
import { Machines } from './machines.tsx';
import { ReadModels } from './read-models.tsx';
import styles from './status-page.module.css';

/** How every part is, what got worse, and how completely each harness was seen. */
export function StatusPage() {
  const status = useStatus();
  const completeness = useCompleteness();
  const machines = useMachines();
  const models = useReadModels();
  useTitle('Status');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section className={styles.scroller} tabIndex={0} aria-label="Status">
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>Status</h1>
          {status.data && (
            <p>
              <WellBadge level={status.data.ok ? 'good' : 'bad'} label={status.data.ok ? 'Well' : 'Not well'} />
              <span>
                Hookline {status.data.version}, started <Ago time={status.data.startedAt} />
                {status.data.log && `, ${numberText(status.data.log.last)} events in the log`}
              </span>
            </p>
          )}
        </header>
        {status.isPending && <Bones label="Loading the status" />}
        {status.error && <FailureNotice error={status.error} onRetry={() => void status.refetch()} />}
        {completeness.data && <Warnings warnings={completeness.data.warnings} />}
        {status.data && <Parts status={status.data} />}
        {status.data && models.data && <ReadModels models={models.data.projections} />}
        {completeness.error && <FailureNotice error={completeness.error} onRetry={() => void completeness.refetch()} />}
        {completeness.data && <HarnessesSeen harnesses={completeness.data.harnesses} />}
        {machines.data && machines.data.machines.length > 0 && status.data && (
          <Machines machines={machines.data.machines} busVersion={status.data.version} />
        )}
        {status.data && <Ground status={status.data} />}
      </div>
    </section>
  );
}

function Warnings({ warnings }: { warnings: CompletenessReport['warnings'] }) {
  if (warnings.length === 0) return null;
  return (
    <section className={styles.part} aria-label="Warnings">
      <ul className={styles.warnings} role="alert">
        {warnings.map(({ code, harness, version, message, advice }) => (
          <li key={`${code} ${harness} ${version}`}>
            <p>
              <WellBadge level="warn" label="Completeness" /> <strong>{sentence(message)}</strong>
            </p>
            <p className={styles.quiet}>
              <WithCode text={sentence(advice)} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parts({ status }: { status: Status }) {
  return (
    <section className={styles.part}>
      <h2>Parts</h2>
      <ul className={styles.parts}>
        {status.services.map(({ name, ok, detail }) => (
          <li key={name}>
            <strong>{name}</strong>
            <WellBadge level={ok ? 'good' : 'bad'} label={ok ? 'Well' : 'Not well'} />
            {detail && <span className={styles.quiet}>{detail}</span>}
          </li>
        ))}
        {status.quarantine.map(({ session, error }) => (
          <li key={session}>
            <strong>{session}</strong>
            <WellBadge level="bad" label="Set aside" />
            <span className={styles.quiet}>{error}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Ground({ status }: { status: Status }) {
  const versions = Object.entries(status.versions).map(([name, version]) => `${name} ${version}`);
  return (
    <section className={styles.part}>
      <h2>What it stands on</h2>
      <p>{versions.join(', ')}</p>
      <p className={styles.quiet}>
        <code>{status.durability.setting}</code>: can lose {status.durability.canLose}.
      </p>
    </section>
  );
}

/** A text with what stands between backticks as code. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((piece, index) => {
    const key = `${index} ${piece}`;
    return index % 2 === 1 ? <code key={key}>{piece}</code> : <span key={key}>{piece}</span>;
  });
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return begun.endsWith('.') ? begun : `${begun}.`;
}
