import { notify, type Trx } from '@hookline/db';
import type { Cause } from '@hookline/schemas';
import { jsonText } from '../json-text.ts';

/** Rings when a webhook became due. */
export const webhookChannel = 'hookline_webhook';

const bodyBytesMax = 128 * 1024;

/** A webhook to be sent, at least once and always under the same id. */
export interface Owed {
  readonly delivery: string;
  readonly firing: string;
  readonly url: string;
  /** Name of the variable that holds the signing secret. */
  readonly secret: string;
  readonly project: string;
  readonly session?: string | undefined;
  readonly cause?: Cause | undefined;
  /** The question that it tells of: when it is sent, `data.link` and `text` are added with its signed link. */
  readonly approval?: string | undefined;
  readonly body: { readonly type: string; readonly timestamp: string; readonly data: object; readonly text?: string };
}

/** Owes a webhook. The same one owed again is the same one. Throws for one that is larger than anybody would take. */
export async function owe(trx: Trx, owed: Owed): Promise<void> {
  const { delivery, firing, url, secret, project, session, cause, approval } = owed;
  const body = JSON.stringify(owed.body);
  const bytes = Buffer.byteLength(body);
  if (bytes > bodyBytesMax) {
    throw new Error(
      `the webhook to ${hostOf(url)} takes ${bytes} bytes, at most ${bodyBytesMax} may be sent: make its payload smaller`,
    );
  }
  await trx
    .insertInto('webhookDeliveries')
    .values({
      delivery,
      firing,
      url,
      host: hostOf(url),
      secretName: secret,
      body,
      project,
      session: session === '-' ? null : (session ?? null),
      cause: cause === undefined ? null : jsonText(cause),
      approval: approval ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await notify(trx, webhookChannel, '');
}

/** What of an address people are shown: the rest of it may be a secret. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none';
}
