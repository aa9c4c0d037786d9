import { Option } from 'commander';

/** What a position means to a command that asks for a session at one: see `Moment` of @hookline/db. */
export function byOption(standard: 'log' | 'session' = 'log'): Option {
  return new Option(
    '--by <order>',
    '“log”: what had been heard by then; “session”: what had happened when the event there happened',
  )
    .choices(['log', 'session'])
    .default(standard);
}
