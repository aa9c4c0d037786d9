import type { CloudEvent } from '@hookline/schemas';
import { expect, test } from 'vitest';
import { eventRow } from './event-row.ts';

const screen = { paint: (_: unknown, text: string) => text, width: 100 };

function recorded(kind: string, data: object, attributes: object = {}) {
  const event = { type: `hookline.${kind}.v1`, time: '2026-11-22T10:00:00.000Z', session: 'a:b', data, ...attributes };
  return { position: 7, event: event as CloudEvent };
}

test('what came of a call stands apart from its command', () => {
  const effects = [{ type: 'process.exec', object: 'npm test; true' }];
  const data = { call: 'c', tool: 'Bash', outcome: 'ok', exitCode: 0, durationMs: 38, effects };

  expect(eventRow(recorded('tool.finished', data), screen)).toMatch(/✓ Bash npm test; true · exit 0 · 38 ms$/);
});

test('an agent is named once', () => {
  const row = eventRow(recorded('agent.started', { agent: 'a1', type: 'reviewer' }, { agent: 'a1' }), screen);

  expect(row).toMatch(/\(a1\) reviewer$/);
});

test('rows line up and fit the screen, and nothing in them steers it', () => {
  const nasty = '日本\u001b[2J\r\n\u009b31m'.repeat(50);
  const rows = [
    eventRow(recorded('prompt.submitted', { text: nasty, by: 'person' }, { agent: nasty.slice(0, 9) }), screen),
    eventRow(recorded('instructions.loaded', { path: nasty, scope: 'project', reason: 'r' }), screen),
    eventRow(recorded('nosuch.kind', {}), screen),
  ];

  expect(rows.join('')).not.toMatch(/\p{Cc}/u);
  expect(rows[0]!.indexOf('(日本')).toBe(rows[1]!.indexOf('日本'));
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(100);
});
