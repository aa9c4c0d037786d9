import { sinceNames } from '../words/since.ts';
import { Choice } from './field.tsx';

/** How far back one looks; what is usual on a page does not stand in its URL. */
export function SinceField(props: { since: string | undefined; usual: string; onChange: (value: string) => void }) {
  const { since, usual, onChange } = props;
  return (
    <Choice
      label="Since"
      value={since ?? usual}
      usual={usual}
      options={sinceNames}
      onChange={(value) => onChange(value === usual ? '' : value)}
    />
  );
}
