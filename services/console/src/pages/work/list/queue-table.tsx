import type { Queue } from '../../../api/work.ts';
import { LinkButton } from '../../../parts/link-button.tsx';
import { Lasting } from '../../../parts/moment.tsx';
import { Table } from '../../../parts/table.tsx';
import { numberText } from '../../../words/quantity.ts';
import styles from './work-page.module.css';

/** How each queue stands. Choosing one shows its items alone. */
export function QueueTable(props: {
  queues: readonly Queue[];
  chosen: string | undefined;
  onChoose: (queue: string, state: string) => void;
}) {
  const { queues, chosen, onChoose } = props;
  return (
    <div className={styles.queues}>
      <Table
        label="Queues"
        columns={['Queue', 'Offered', 'Claimed', 'Waiting', 'Dead', 'Oldest offered', 'Done today']}
        numbersFrom={1}
        rows={queues.map(({ queue, offered, claimed, waiting, dead, oldestOfferedAt, doneToday }) => ({
          key: queue,
          cells: [
            <span key="name" className={styles.queue} data-chosen={queue === chosen}>
              <LinkButton onClick={() => onChoose(queue === chosen ? '' : queue, '')}>{queue}</LinkButton>
              {queue === chosen && <span className={styles.chosen}> shown below</span>}
            </span>,
            numberText(offered),
            numberText(claimed),
            numberText(waiting),
            dead === 0 ? (
              '0'
            ) : (
              <LinkButton key="dead" onClick={() => onChoose(queue, 'dead')}>
                <span className={styles.dead}>
                  {numberText(dead)}
                  <span className="unseen"> dead items of {queue}</span>
                </span>
              </LinkButton>
            ),
            oldestOfferedAt === null ? '–' : <Lasting key="oldest" since={oldestOfferedAt} />,
            numberText(doneToday),
          ],
        }))}
      />
    </div>
  );
}
