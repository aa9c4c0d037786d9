import type { Client, WorkItem } from '@hookline/client';
import { homeOf } from '@hookline/service/home';
import type { Surroundings } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { TakenItems } from '../taken-items.ts';

/** What a command line proves with that it holds an item. */
export interface Proof {
  readonly fence: number;
  /** The lease that `take --exec` gave to the command it runs. */
  readonly headers?: { readonly authorization: string };
}

/** What is known here of the claim of an item: given, given by `take --exec`, or noted when it was taken here. */
export async function proofOf(id: string, given: number | undefined, { env }: Surroundings): Promise<Proof> {
  const fence = given ?? (env.HOOKLINE_ITEM === id ? Number(env.HOOKLINE_FENCE) || undefined : undefined);
  if (fence !== undefined) {
    const lease = env.HOOKLINE_ITEM === id && given === undefined ? env.HOOKLINE_LEASE : undefined;
    return { fence, ...(lease && { headers: { authorization: `Bearer ${lease}` } }) };
  }
  const noted = await new TakenItems(homeOf(env)).fenceOf(id);
  if (noted !== undefined) return { fence: noted };
  throw new CommandError(`work item ${id} was not taken here: its fence is not known`, {
    hint: 'give --fence, as `hookline work take --json` printed it',
    exitCode: exitCode.usage,
  });
}

/** Sends a holder's report. */
export async function report(
  client: Client,
  id: string,
  name: string,
  { fence, headers }: Proof,
  body: object,
): Promise<unknown> {
  const path = `/v1/work/items/${encodeURIComponent(id)}/${name}`;
  return await client.request('POST', path, { body: { fence, ...body }, ...(headers && { headers }) });
}

/** Tells of an item in a line, or as JSON. */
export function tell(item: WorkItem, json: boolean | undefined, { output }: Surroundings): void {
  if (json) output.json(item);
  else output.line(`${item.id}  ${item.queue}  ${item.state}`);
}
