/** An OpenAPI document, as far as it is read here. */
export interface ApiDocument {
  readonly paths?: Readonly<Record<string, object>>;
}

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
}

/** The routes of the API as Markdown. The document itself is at `/v1/openapi.json`. */
export function describeRoutes(document: ApiDocument): string {
  const lines = [
    '# The HTTP API',
    '',
    'Written by `npm run reference`. Shapes are in the OpenAPI document that a running bus serves at `/v1/openapi.json`.',
    '',
    'Authenticate with `Authorization: Bearer <token>` (`hookline tokens create`). Every answer from status 400 up is `{ "error": { "code", "message", "hint"?, "issues"? } }`.',
    '',
    'Besides these: `/healthz` says whether all is well, `/metrics` speaks to Prometheus.',
    '',
    '| route | what it answers | query |',
    '| --- | --- | --- |',
  ];
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(operations) as [string, Operation][]) {
      const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const names = query.map(({ name }) => `\`${name}\``).join(', ');
      lines.push(`| \`${method.toUpperCase()} ${path}\` | ${operation.summary ?? ''} | ${names} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
