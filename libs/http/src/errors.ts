import { problem } from '@hookline/access';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A refusal that the caller is told as it is. Anything else that is thrown becomes a 500 without details. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly hint: string | undefined;
  readonly issues: readonly string[] | undefined;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    message: string,
    more: { hint?: string; issues?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.hint = more.hint;
    this.issues = more.issues;
  }
}

export function notFound(message: string, hint?: string): ApiError {
  return new ApiError(404, 'not-found', message, hint === undefined ? {} : { hint });
}

/** Answers with the error's own status and the one shape of errors. */
export function answerError(context: Context, error: ApiError): Response {
  return context.json(problem(error.code, error.message, { hint: error.hint, issues: error.issues }), error.status);
}
