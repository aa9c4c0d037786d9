const sessionLengthMax = 200;

/** Names under which harnesses say with each call in which of their sessions it is made. */
const namedBy = { threadId: 'codex', 'agent-session-id': 'goose' } as const;

/** The session that the harness says a call is made in, as the bus names it; undefined where it says none. */
export function sessionInMeta(meta: unknown): string | undefined {
  if (typeof meta !== 'object' || meta === null) return undefined;
  for (const [name, harness] of Object.entries(namedBy)) {
    const native = (meta as Record<string, unknown>)[name];
    if (typeof native === 'string' && native !== '' && native.length <= sessionLengthMax) return `${harness}:${native}`;
  }
  return undefined;
}
