import type { Counts } from '../../../api/memory.ts';
import { Notice, NoticeButton } from '../../../parts/notice.tsx';
import { counted } from '../../../words/quantity.ts';
import type { QueueSearch } from '../route.ts';
import type { StatusValue } from './statuses.ts';

/** Why the list is empty: nothing fits, nothing waits, or nothing was learnt yet. */
export function EmptyQueue(props: {
  search: QueueSearch;
  status: StatusValue;
  counts: Counts | undefined;
  onChange: (search: QueueSearch) => void;
}) {
  const { search, status, counts, onChange } = props;
  const all = counts === undefined ? 0 : counts.proposed + counts.active + counts.retired;
  const { status: _, ...narrowed } = search;
  if (status === 'waiting' && all > 0) {
    return (
      <Notice icon="check" title="Nothing waits for you">
        <p>
          {counted(counts!.active, 'memory is', 'memories are')} active. What has to be approved by a person appears
          here.
        </p>
        <NoticeButton onClick={() => onChange({ ...narrowed, status: 'active' })}>Look at what is active</NoticeButton>
      </Notice>
    );
  }
  if (Object.keys(narrowed).length > 0) {
    return (
      <Notice icon="search" title="Nothing fits">
        <p>No memory here is as the fields above ask.</p>
        <NoticeButton onClick={() => onChange(search.status === undefined ? {} : { status: search.status })}>
          Show all
        </NoticeButton>
      </Notice>
    );
  }
  return (
    <Notice icon="memory" title={all === 0 ? 'Nothing is known yet' : 'There is none of these'}>
      <p>
        Memories come from what agents do: commands, failures and their remedies, files, and what people say to them.
      </p>
    </Notice>
  );
}
