/** A call the model makes. */
export interface ToolUse {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** One answer of the scripted model. */
export interface Reply {
  readonly thinking?: string;
  readonly text?: string;
  readonly tools?: readonly ToolUse[];
  /** Answers with this error instead. */
  readonly error?: { readonly status: number; readonly type: string; readonly message: string };
  /** Reports a context of this size, to come near the harness's limit. */
  readonly inputTokens?: number;
}

/** Answers by their order; a prompt that holds `[[name]]` plays the script of that name. */
export type Scripts = Readonly<Record<string, readonly Reply[]>>;

/** Tokens as the model reports them: another number for each answer, so that sums tell which were counted. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_input_tokens: number;
}

/** What a prompt has to hold for a script to be played. */
export const play = (name: string): string => `Please play [[${name}]].`;

export const bash = (command: string, more: Readonly<Record<string, unknown>> = {}): ToolUse => ({
  name: 'Bash',
  input: { command, description: 'Run a step', ...more },
});

export const subagent = (script: string, more: Readonly<Record<string, unknown>> = {}): ToolUse => ({
  name: 'Agent',
  input: {
    description: `A helper for ${script}`,
    prompt: play(script),
    subagent_type: 'general-purpose',
    run_in_background: false,
    ...more,
  },
});
