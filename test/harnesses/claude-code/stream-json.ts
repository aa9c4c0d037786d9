/** A line of Claude Code's `--output-format stream-json`, as far as the tests look at it. */
export interface StreamLine {
  readonly type: string;
  readonly subtype?: string;
  readonly session_id?: string;
  readonly is_error?: boolean;
  readonly result?: string;
  readonly parent_tool_use_id?: string | null;
  readonly message?: {
    readonly id?: string;
    readonly role?: string;
    readonly content?: string | readonly StreamBlock[];
  };
}

interface StreamBlock {
  readonly type: string;
  readonly id?: string;
  readonly text?: string;
  readonly name?: string;
  readonly tool_use_id?: string;
  readonly is_error?: boolean;
  readonly content?: unknown;
}

/** What the program printed about one call. */
export interface PrintedResult {
  readonly call: string;
  readonly isError: boolean;
  readonly text: string;
}

/** The results of calls, in the order they were printed. */
export function printedResults(lines: readonly StreamLine[]): PrintedResult[] {
  return blocksOf(lines, 'user')
    .filter((block) => block.type === 'tool_result' && block.tool_use_id !== undefined)
    .map(({ tool_use_id, is_error, content }) => ({
      call: tool_use_id!,
      isError: is_error === true,
      text: typeof content === 'string' ? content : JSON.stringify(content ?? ''),
    }));
}

function blocksOf(lines: readonly StreamLine[], type: string): StreamBlock[] {
  return lines
    .filter((line) => line.type === type)
    .flatMap(({ message }) => (typeof message?.content === 'object' ? message.content : []));
}
