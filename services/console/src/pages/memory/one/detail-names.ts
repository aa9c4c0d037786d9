const known: Readonly<Record<string, string>> = {
  medianMs: 'Takes usually',
  p90Ms: 'Nine in ten take at most',
  lastOutcomes: 'Last runs',
  judged: 'Runs of known outcome',
  key: 'Command',
  command: 'Run as',
  failedSessions: 'Sessions it failed in',
  lastFailed: 'Failed of the last',
  lastJudged: 'Last runs counted',
  instead: 'What works instead',
  'instead command': 'What works instead',
  of: 'Of',
  ok: 'Went well',
  from: 'Seen in',
  with: 'Changed with it',
  first: 'Read before it',
  fails: 'What fails',
  by: 'By',
  on: 'About',
  words: 'In their words',
  obvious: 'Obvious',
  asked: 'What was asked last',
};

/** The name of a field of a kind's details, as one reads it. */
export function detailName(name: string): string {
  if (known[name] !== undefined) return known[name];
  const words = name
    .replace(/(Ms|At)$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
