import type { WorkRow } from './item.ts';
import type { WorkStep } from './state.ts';

/** The report of somebody who does not hold the item any more, or never did. It changed nothing. */
export class StaleFenceError extends Error {
  override name = 'StaleFenceError';
  constructor(row: WorkRow, fence: number) {
    const holder = row.state === 'claimed' ? `is held by ${row.worker} with fence ${row.fence}` : `is ${row.state}`;
    super(`item ${row.item} ${holder}; the report came with fence ${fence}`);
  }
}

/** There is no such item, or none that the asker may know of. */
export class UnknownItemError extends Error {
  override name = 'UnknownItemError';
  constructor(item: string) {
    super(`there is no work item ${item}`);
  }
}

/** The item stands where this cannot be done with it. */
export class NotPossibleError extends Error {
  override name = 'NotPossibleError';
  constructor(row: Pick<WorkRow, 'item' | 'state'>, step: WorkStep) {
    super(`item ${row.item} is ${row.state}: ${wishes[step] ?? step} is not possible then`);
  }
}

const wishes: Partial<Record<WorkStep, string>> = {
  cancel: 'cancelling it',
  redrive: 'putting it up again',
  split: 'splitting it',
};

/** What is asked for goes beyond a bound. */
export class TooManyError extends Error {
  override name = 'TooManyError';
}

/** The id is that of another unit of work. */
export class TakenIdError extends Error {
  override name = 'TakenIdError';
  constructor(item: string) {
    super(`the id ${item} is that of another unit of work`);
  }
}

/** The item is being read from the log: how it stands is not known yet. Trying again in a while helps. */
export class RestoringError extends Error {
  override name = 'RestoringError';
  constructor(item: string) {
    super(`item ${item} is being read from the log`);
  }
}
