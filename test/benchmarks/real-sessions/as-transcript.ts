import { eventId } from '@hookline/schemas';
import type { NormalisedRow } from './read-rows.ts';

/**
 * A normalised row as the row of a Claude Code transcript that it was made of, so that the real adapter translates it.
 * Row ids are made from session and line, because the data sets do not hold them; `summary` rows have no counterpart.
 */
export function asTranscriptRow(row: NormalisedRow, line: number): Record<string, unknown> | undefined {
  const common = {
    uuid: eventId('benchmark', row.s, line),
    sessionId: row.s,
    timestamp: row.ts,
    cwd: row.cwd,
    gitBranch: row.br,
    isSidechain: row.side,
    userType: 'external',
  };
  const assistant = (block: Record<string, unknown>) => ({
    ...common,
    type: 'assistant',
    message: { id: `msg_${common.uuid}`, type: 'message', role: 'assistant', content: [block] },
  });
  switch (row.k) {
    case 'prompt':
      return { ...common, type: 'user', isMeta: row.meta === true, message: { role: 'user', content: row.text ?? '' } };
    case 'say':
      return assistant({ type: 'text', text: row.text ?? '' });
    case 'tool':
      return assistant({ type: 'tool_use', id: row.id, name: row.name, input: row.inp ?? {} });
    case 'result':
      return {
        ...common,
        type: 'user',
        message: {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: row.id, is_error: row.err === true, content: row.text ?? '' }],
        },
      };
    case 'summary':
      return undefined;
  }
}
