import { ChoiceTabs } from '../../../parts/choice-tabs.tsx';
import { countOf, type StatusValue, statuses } from './statuses.ts';

/** The parts of the list, each with how many there are of it. */
export function StatusTabs(props: {
  value: StatusValue;
  counts: Parameters<typeof countOf>[1];
  onChange: (value: StatusValue) => void;
}) {
  const { value, counts, onChange } = props;
  const options = statuses.map((one) => ({ value: one.value, label: one.label, count: countOf(one.value, counts) }));
  return <ChoiceTabs label="How they stand" value={value} options={options} onChange={onChange} />;
}
