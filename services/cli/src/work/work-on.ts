import type { TakenWork, WorkItem } from '@hookline/client';
import { HooklineError } from '@hookline/client';
import type { Surroundings } from '../command.ts';
import { execItem } from './exec-item.ts';
import { outcomeOf } from './outcome.ts';

/** What is told of an item that a command was run for. */
export type Ended = Pick<WorkItem, 'id' | 'queue'> & { readonly state: string };

interface Where {
  readonly surroundings: Surroundings;
  readonly url: string;
  readonly worker: string;
}

/**
 * Runs a command for an item and reports what came of it. The command is ended when the item is called off, is lost, or
 * this process is told to stop.
 */
export async function workOn(one: TakenWork, command: string, { surroundings, url, worker }: Where): Promise<Ended> {
  const { env, cwd, output } = surroundings;
  const { id, queue } = one;
  const ended = (state: string): Ended => ({ id, queue, state });
  try {
    const ran = await execItem(command, `${JSON.stringify(one.payload)}\n`, {
      env: {
        ...env,
        HOOKLINE_URL: url,
        HOOKLINE_ITEM: id,
        HOOKLINE_QUEUE: queue,
        HOOKLINE_FENCE: String(one.fence),
        HOOKLINE_ATTEMPT: String(one.attempt),
        HOOKLINE_WORKER: worker,
        HOOKLINE_LEASE: one.lease,
      },
      cwd,
      signal: one.signal,
      onStderr: (text) => output.note(text.trimEnd()),
    });
    if (one.signal.aborted) return await stopped(one, ended, output.note.bind(output));
    const outcome = outcomeOf(ran);
    const item = 'error' in outcome ? await one.fail(outcome.error) : await one.done(outcome.result);
    return { ...item, state: item.state };
  } catch (error) {
    if (!(error instanceof HooklineError)) {
      if (!one.isOver) await one.fail(error);
      throw error;
    }
    // The report came too late, or was never heard: the bus goes by its own view of the lease.
    output.note(`${id}: ${error.message}`);
    return ended('lost');
  }
}

async function stopped(one: TakenWork, ended: (state: string) => Ended, note: (text: string) => void): Promise<Ended> {
  const reason: unknown = one.signal.reason;
  const name = reason instanceof Error ? reason.name : '';
  if (name === 'WorkLostError') {
    note((reason as Error).message);
    one.letGo();
    return ended('lost');
  }
  if (name === 'WorkCancelledError') {
    note((reason as Error).message);
    return ended((await one.cancelled()).state);
  }
  return ended((await one.fail('its worker was stopped')).state);
}
