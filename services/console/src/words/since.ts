/** How far back one can look, as the api reads it; `all` is the beginning. */
export const sinceNames = [
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
  { value: '90d', label: 'Last 90 days' },
  { value: 'all', label: 'From the beginning' },
];

/** What the api is asked for. */
export function sinceOf(value: string): string | undefined {
  return value === 'all' ? undefined : value;
}
