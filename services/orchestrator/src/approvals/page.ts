import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type ApprovalRow, momentPath } from './approval.ts';
import { linkToken } from './link.ts';

/** What a page of a link may do: show its own style and send its own form. It holds no script and loads nothing. */
export const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

type Page = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The question with what would be done, and a form that answers it. Looking at it decides nothing. */
export function questionPage(row: ApprovalRow): Page {
  const moment = momentPath(row);
  return page(
    'A question',
    html`<h1>May this go on?</h1>
      <p class="text">${row.question}</p>
      <dl>
        <dt>Asked by</dt><dd>${row.by}, ${row.askedAt}</dd>
        ${row.project === '-' ? '' : html`<dt>Project</dt><dd>${row.project}</dd>`}
        ${moment === undefined ? '' : html`<dt>The moment</dt><dd><a href="${moment}">the session, as it was then</a> (you have to be signed in)</dd>`}
        <dt>Open until</dt><dd>${row.expiresAt}</dd>
      </dl>
      <h2>What is done if you approve</h2>
      <ol>${row.lines.map((line) => html`<li class="text">${line}</li>`)}</ol>
      <form method="post" action="/v1/approvals/${encodeURIComponent(row.approval)}/link">
        <input type="hidden" name="token" value="${linkToken(row)}" />
        <label>Your name <input name="name" maxlength="200" autocomplete="name" required /></label>
        <label>Comment <textarea name="comment" maxlength="2000" rows="3"></textarea></label>
        <p>
          <button name="decision" value="approved">Approve</button>
          <button name="decision" value="rejected">Reject</button>
        </p>
      </form>`,
  );
}

/** Something said in one sentence: what was decided, or why nothing can be. */
export function sentencePage(title: string, sentence: string): Page {
  return page(title, html`<h1>${title}</h1><p class="text">${sentence}</p>`);
}

function page(title: string, body: Page): Page {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${title} · Hookline</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
          body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
          .text { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
          dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; }
          dd { margin: 0; overflow-wrap: anywhere; }
          label { display: block; margin: 1rem 0; }
          input, textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; }
          button { font: inherit; padding: 0.5rem 1.5rem; margin-right: 1rem; }
        </style>
      </head>
      <body>${body}</body>
    </html>`;
}
