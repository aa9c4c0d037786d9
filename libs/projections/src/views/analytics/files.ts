import { analyticsView } from './analytics-view.ts';
import { placeOf, whose, withSession } from './whose.ts';

export const files = analyticsView({
  name: 'files',
  about: 'Every seen access to a file, in any session. One row per access',
  needs: ['sessions', 'files'],
  columns: {
    access: ['text', 'The key: id of its event', 'f.file'],
    ...whose,
    path: ['text', 'Path, relative to the repository where it is inside one', 'f.path'],
    how: ['text', 'read, create, edit, delete, move, or change (seen on disk, by nobody knows whom)', 'f.how'],
    from_path: ['text', 'Where a moved file was before', 'f.from_path'],
    call: ['text', 'The call that did it: `calls.call`', 'f.call'],
    turn: ['text', 'The turn it happened in: `turns.turn`', 'f.turn'],
    agent: ['text', 'Who did it: main, or a subagent', `coalesce(f.agent, 'main')`],
    hash: ['text', 'SHA-256 of the content after it, where all of it was seen', 'f.hash'],
    hash_before: ['text', 'SHA-256 of the content before it, where all of it was seen', 'f.hash_before'],
    lines_added: ['bigint', 'Lines added', 'f.lines_added'],
    lines_removed: ['bigint', 'Lines removed', 'f.lines_removed'],
    lines_read: ['bigint', 'Of a read: how many lines', 'f.lines'],
    lines_total: ['bigint', 'Of a read: how many lines the file had', 'f.total_lines'],
    at: ['timestamptz', 'When', 'f.at'],
    ...placeOf('f'),
  },
  from: withSession('files', 'f'),
});
