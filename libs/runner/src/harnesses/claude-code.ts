import { type Allow, allowLevels, type HeadlessHarness } from '../harness.ts';
import { errorText, numberIn, textIn } from './read.ts';

/**
 * What is not allowed here is refused, not asked for. Without a rule Claude Code reads what lies below its folder, and lets
 * through commands that only look there; edits it accepts there alone, and not of `.git`.
 */
const permissions: Readonly<Record<Allow, readonly string[]>> = {
  'read-only': ['--permission-mode', 'dontAsk', '--disallowedTools', 'Edit,Write,NotebookEdit'],
  edit: ['--permission-mode', 'acceptEdits', '--permission-prompts', 'none'],
  // What skips all checks is refused to root.
  all: [
    '--permission-mode',
    'dontAsk',
    '--allowedTools',
    'Read,Grep,Glob,Edit,Write,NotebookEdit,Bash,WebFetch,WebSearch,Agent,Task,Skill',
  ],
};

export const claudeCode: HeadlessHarness = {
  name: 'claude-code',
  program: 'claude',
  levels: allowLevels,
  takesSession: true,
  tellsCost: true,
  variables: ['ANTHROPIC_', 'CLAUDE_', 'DISABLE_TELEMETRY', 'DISABLE_ERROR_REPORTING', 'DISABLE_AUTOUPDATER'],
  never: ['CLAUDE_CODE_ENTRYPOINT', 'CLAUDE_CODE_SESSION_ID', 'CLAUDE_PID', 'CLAUDE_PROJECT_DIR'],
  headless({ prompt, allow, model, budgetUsd, session }) {
    const args = ['-p', '--output-format', 'stream-json', '--verbose', '--session-id', session, ...permissions[allow]];
    if (model !== undefined) args.push('--model', model);
    if (budgetUsd !== undefined) args.push('--max-budget-usd', String(budgetUsd));
    return { args, env: {}, stdin: prompt };
  },
  interactive: ({ prompt, model }) => ({
    args: [...(model === undefined ? [] : ['--model', model]), prompt],
    env: {},
  }),
  hear(heard, line) {
    const native = textIn(line, 'session_id');
    const now = native === undefined || heard.session !== undefined ? heard : { ...heard, session: native };
    if (line.type !== 'result') return now;
    const costUsd = numberIn(line, 'total_cost_usd');
    const text = textIn(line, 'result') ?? now.text;
    const failed = line.is_error === true || (line.subtype !== undefined && line.subtype !== 'success');
    const why = textIn(line, 'result') || errorText(firstOf(line.errors), textIn(line, 'subtype') ?? 'it failed');
    return {
      ...now,
      text,
      ended: true,
      ...(costUsd !== undefined && { costUsd }),
      ...(failed && { error: why }),
    };
  },
};

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}
