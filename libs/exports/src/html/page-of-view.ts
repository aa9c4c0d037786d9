import { html, raw } from 'hono/html';
import { pageStyles } from './page-styles.ts';
import type { SharedCall, SharedEntry, SharedView } from './shared-view.ts';
import { stripOf } from './strip.ts';

type Html = ReturnType<typeof html>;

/**
 * A shared session as one page that fetches nothing and runs nothing: its style is inside, there is no script. `asOf` is
 * when it was made, ISO 8601.
 */
export function pageOfView(view: SharedView, { asOf }: { readonly asOf: string }): string {
  const calls = view.entries.filter((entry) => entry.kind === 'call');
  const failures = calls.filter(({ outcome }) => outcome === 'failed' || outcome === 'denied').length;
  const turns = view.entries.filter(({ kind }) => kind === 'turn').length;
  const strip = stripOf(view);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${view.title}</title>
<style>${raw(pageStyles)}</style>
</head>
<body>
<header>
<h1>${view.title}</h1>
<p>${[view.harness, ...view.models].join(' · ')}</p>
<p>${when(view.beganMs)}, ${lengthOf(view.endedMs - view.beganMs)} · ${turns} ${turns === 1 ? 'turn' : 'turns'} · ${calls.length} calls, ${failures} failed</p>
${strip === undefined ? '' : raw(strip)}
</header>
<main>
${view.entries.map((entry) => entryOf(entry, view))}
${view.left > 0 ? html`<p class="note">${view.left} more entries are not on this page.</p>` : ''}
</main>
<footer>A record of a coding agent’s session, made by Hookline on ${asOf.slice(0, 10)}. Secrets, names and home folders are taken out${view.content === 'full' ? '' : view.content === 'talk' ? '; inputs and outputs of tools are left out' : '; all words are left out'}.</footer>
</body>
</html>
`;
  return String(page);
}

function entryOf(entry: SharedEntry, view: SharedView): Html {
  switch (entry.kind) {
    case 'turn':
      return html`<section class="turn"><h2>${since(entry.atMs, view)}${entry.state === 'ended' ? '' : html` · <span class="${entry.state}">${entry.state}</span>`}</h2>${entry.text === '' ? '' : html`<p class="said prompt">${entry.text}</p>`}</section>
`;
    case 'message':
      return html`<p class="said">${entry.text}</p>
`;
    case 'compaction':
      return html`<p class="note">The conversation was compacted</p>
`;
    case 'call':
      return callOf(entry);
  }
}

function callOf(call: SharedCall): Html {
  const line = html`<b>${call.tool}</b><code>${call.what}</code><small>${call.agent ?? ''}</small><small class="${call.outcome}">${call.outcome}${call.durationMs === undefined ? '' : `, ${lengthOf(call.durationMs)}`}</small>`;
  const parts = [call.input, call.diff, call.output].filter((part) => part !== '');
  if (parts.length === 0)
    return html`<div class="call"><p>${line}</p></div>
`;
  return html`<details class="call"><summary>${line}</summary>${call.input === '' ? '' : html`<pre>${call.input}</pre>`}${call.diff === '' ? '' : html`<pre>${linesOf(call.diff)}</pre>`}${call.output === '' ? '' : html`<pre>${call.output}</pre>`}</details>
`;
}

function linesOf(diff: string): Html[] {
  return diff.split('\n').map((line) => {
    const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : undefined;
    return kind === undefined ? html`${line}${'\n'}` : html`<span class="${kind}">${line}</span>`;
  });
}

function when(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function since(ms: number, { beganMs }: SharedView): string {
  return `${lengthOf(Math.max(0, ms - beganMs))} in`;
}

function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
