/** The body of every answer that is not a success. `code` is for programs, the rest for people. */
export interface Problem {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly issues?: readonly string[];
  };
}

export function problem(
  code: string,
  message: string,
  { hint, issues }: { hint?: string | undefined; issues?: readonly string[] | undefined } = {},
): Problem {
  return { error: { code, message, ...(hint !== undefined && { hint }), ...(issues !== undefined && { issues }) } };
}
