import type { ReadModel } from '../../api/status.ts';
import { Bar } from '../../parts/bar.tsx';
import { Table } from '../../parts/table.tsx';
import { counted, numberText, shareText } from '../../words/quantity.ts';
import styles from './status-page.module.css';

/** What answers come from: how far each read model is, and how far a new version of it has been built. */
export function ReadModels({ models }: { models: readonly ReadModel[] }) {
  const live = models.filter(({ state }) => state === 'live');
  const building = models.filter(({ state }) => state === 'building');
  const behind = Math.max(...live.map(({ lag }) => lag), 0);
  return (
    <section className={styles.part}>
      <h2>Read models</h2>
      <p className={styles.quiet}>
        {counted(live.length, 'read model')}{' '}
        {behind === 0 ? 'have all of the log' : `up to ${counted(behind, 'event')} behind`}
        {building.length > 0 &&
          '. A new version takes over when it has caught up; answers come from the old one until then'}
        .
      </p>
      {building.length > 0 && (
        <Table
          label="Read models being built"
          columns={['Being built', 'Done', 'Left']}
          numbersFrom={2}
          rows={building.map((one) => ({
            key: `${one.name} ${one.version} ${one.generation}`,
            cells: [
              <strong key="name" className={styles.name}>
                {one.name} {one.version}
              </strong>,
              <div key="done" className={styles.progress}>
                <span>{shareText(doneOf(one))}</span>
                <Bar share={doneOf(one)} />
              </div>,
              counted(one.lag, 'event'),
            ],
          }))}
        />
      )}
      {models.some(({ quarantined }) => quarantined > 0) && (
        <p className={styles.quiet}>
          {numberText(Math.max(...models.map(({ quarantined }) => quarantined)))} sessions are set aside.
        </p>
      )}
    </section>
  );
}

function doneOf({ position, lag }: ReadModel): number {
  return position + lag === 0 ? 1 : position / (position + lag);
}
