import { Webhook } from 'standardwebhooks';

export interface WebhookMessage {
  readonly delivery: string;
  readonly url: string;
  readonly body: string;
  readonly secret: string;
}

/** What an address answered. `final` when trying again would not help. */
export interface WebhookAnswer {
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly final: boolean;
}

const timeoutMs = 10_000;

/** Sends one webhook, signed as Standard Webhooks say. Redirects are not followed: they could lead anywhere. */
export async function sendWebhook(message: WebhookMessage, now: Date, signal: AbortSignal): Promise<WebhookAnswer> {
  const signature = signatureOf(message, now);
  if (signature === undefined) {
    return { ok: false, error: 'the signing secret is not base64, expected whsec_ and base64', final: false };
  }
  try {
    const response = await fetch(message.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'hookline',
        'webhook-id': message.delivery,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      },
      body: message.body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    const { status } = response;
    if (response.ok) return { ok: true, status, final: true };
    return { ok: false, status, error: `answered ${status}`, final: status === 410 };
  } catch (error) {
    const cause =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    return { ok: false, error: cause, final: false };
  }
}

function signatureOf({ delivery, body, secret }: WebhookMessage, now: Date): string | undefined {
  try {
    return new Webhook(secret).sign(delivery, now, body);
  } catch {
    return undefined;
  }
}
