import { hostileText } from './stories.ts';
import { Story } from './story.ts';

const minuteMs = 60_000;
export const shop = 'github.com/acme/shop';
export const verdict = 'Changes requested: rounding comes before the discount, so totals are a cent off.';
export const mergeQuestion = 'May what touched payments be merged once it is reviewed?';
export const question = 'May the fix of the rounding be pushed to cart-fix?';

/** A rule that asks for a review of what touched payments. */
export const reviewRule = `rule: review-payments-changes
description: Work that touched payments gets a second agent's eyes before a person's.
on: turn.ended
where: session.files.exists(f, f.path.contains("services/payments/") && f.written)
limits: { cooldown: 10m, perDay: 20, costPerDayUsd: 15 }
then:
  - work: { queue: review, prompt: "Review {{session.title}} with care", timeout: 30m }
  - approval: { question: "${mergeQuestion}", expires: 2h, then: [{ work: { queue: merge, prompt: Merge it } }] }
tests:
  - name: a payments file was written
    given:
      - { kind: turn.ended, data: { text: done }, session: { files: [{ path: services/payments/total.ts, written: true }] } }
    expect: { firings: 1 }
  - name: only docs were written
    given:
      - { kind: turn.ended, data: { text: done }, session: { files: [{ path: docs/index.md, written: true }] } }
    expect: { firings: 0 }
`;

/** A rule that tells the author what the review came to, and asks a person before the fix is pushed. */
export const tellRule = `rule: tell-the-author
on: work.completed
where: data.queue == "review"
key: data.cause.key
then:
  - steer: { session: data.cause.key, text: "The review is there: read it before you go on." }
  - approval:
      question: "${question}"
      then:
        - work: { queue: push, prompt: Push cart-fix }
tests:
  - given:
      - { kind: work.completed, data: { item: i, queue: review, attempt: 1, worker: w, fence: 1, cause: { firing: f, rule: r, version: v, key: "claude-code:s", depth: 1, chain: [r] } } }
    expect: { firings: 1 }
`;

/** A session that writes a payments file, and goes on. Its title holds what a page that took it for markup would run. */
export function author(): Story {
  const path = 'services/payments/total.ts';
  return new Story({ name: 'cart-fix', project: shop, agoMs: 5 * minuteMs })
    .begin({ branch: 'cart-fix' })
    .prompt('Make the cart add up again after a discount')
    .tell('session.titled', { title: `Make the cart add up ${hostileText}` })
    .call(
      {
        id: 'edit-total',
        tool: 'Edit',
        effects: [{ type: 'file.write', object: path }],
        input: { file_path: path },
      },
      { output: { type: 'edit' }, tookMs: 20 },
    )
    .tell('file.written', { path, call: 'edit-total', how: 'edit', linesAdded: 4, linesRemoved: 1 })
    .say('The cart adds up again.')
    .tell('turn.ended', { text: 'The cart adds up again.' });
}

/** The session of the reviewer. */
export function reviewer(): Story {
  return new Story({ name: 'review', project: shop, agoMs: 2 * minuteMs, harness: 'opencode', actor: 'runner' })
    .begin({ branch: 'review-cart-fix' })
    .prompt('Review the change of the cart with care')
    .say(verdict)
    .tell('turn.ended', { text: verdict });
}

/** A second session that writes the same file from another folder. */
export function rival(): Story {
  const path = 'services/payments/total.ts';
  return new Story({ name: 'discounts', project: shop, agoMs: 3 * minuteMs, actor: 'bob@example.com' })
    .begin({ branch: 'discounts', cwd: '/home/bob/shop' })
    .prompt('Move rounding into the discount module')
    .call(
      {
        id: 'edit-rival',
        tool: 'Edit',
        effects: [{ type: 'file.write', object: path }],
        input: { file_path: path },
      },
      { output: { type: 'edit' }, tookMs: 20 },
    )
    .tell('file.written', { path, call: 'edit-rival', how: 'edit', linesAdded: 2, linesRemoved: 2 });
}
