import { createHmac } from 'node:crypto';
import type { TestBus } from './bus.ts';

const secret = 'a secret of this repository only';

/** Settings of a bus that takes what `deliver` sends. */
export const githubEnv = { HOOKLINE_GITHUB_SECRETS: `github.com/acme/=>${secret}` };

/** Delivers an event as the repository `acme/shop` on GitHub would, and answers the status. */
export async function deliver(bus: TestBus, event: string, payload: object, sign = secret): Promise<number> {
  const body = JSON.stringify({
    ...payload,
    repository: { full_name: 'acme/shop', html_url: 'https://github.com/acme/shop' },
    sender: { login: 'dana' },
  });
  const answer = await fetch(`${bus.url}/v1/hooks/github`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': crypto.randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', sign).update(body).digest('hex')}`,
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** A push of one commit to a new branch; the commit's trailer names the session. */
export function pushOf(session: string, commit: string, timestamp: string): object {
  return {
    ref: 'refs/heads/fix-totals',
    before: '0'.repeat(40),
    after: commit,
    created: true,
    deleted: false,
    forced: false,
    pusher: { name: 'dana' },
    commits: [
      {
        id: commit,
        message: `Cart: round totals once\n\nHookline-Session: ${session}\n`,
        timestamp,
        url: `https://github.com/acme/shop/commit/${commit}`,
        author: { name: 'Dana', email: 'dana@example.test' },
        added: [],
        modified: ['cart.js'],
        removed: [],
      },
    ],
  };
}
