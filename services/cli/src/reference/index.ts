import { fileURLToPath } from 'node:url';
import { services } from '@hookline/all/services';
import { api } from '@hookline/api';
import { type ApiDocument, mergeDocuments } from '@hookline/http';
import { analyticsViews, projections } from '@hookline/projections';
import { policyFileSchema, ruleFileSchema } from '@hookline/rules';
import { serversSettings } from '@hookline/servers';
import { commonSettings } from '@hookline/service';
import { findConnection } from '../connection.ts';
import { Output } from '../output.ts';
import { createProgram } from '../program.ts';
import { describeAnalytics } from './analytics.ts';
import { describeCommands } from './command-line.ts';
import { describeHarnesses } from './harnesses.ts';
import { describeReadModels } from './read-models.ts';
import { describeRoutes } from './routes.ts';
import { describeSettings } from './settings.ts';

const folder = new URL('../../../../docs/reference/', import.meta.url);

/** The pages of docs/reference that are written from the code, by the file they belong in. */
export function referencePages(): Map<string, string> {
  const silent = { write: () => true, once: () => {} };
  const program = createProgram({
    env: { HOOKLINE_HOME: '/' },
    cwd: '/',
    output: new Output(silent, silent, {}),
    signal: new AbortController().signal,
    connect: () => findConnection({}),
    endWith: () => {},
  });
  const parts = [
    { part: 'Every process', settings: commonSettings },
    { part: 'The servers that `hookline start` brings', settings: serversSettings },
    ...[api, ...services.filter((service) => service !== api)].map(({ name, settings }) => ({ part: name, settings })),
  ];
  const documents = services.flatMap(({ describe }) => (describe === undefined ? [] : [describe() as ApiDocument]));
  const pages = {
    'analytics.md': describeAnalytics(analyticsViews),
    'command-line.md': describeCommands(program),
    'harnesses.md': describeHarnesses(),
    'read-models.md': describeReadModels(projections),
    'settings.md': describeSettings(parts),
    'http-api.md': describeRoutes(mergeDocuments(documents)),
    'rule.schema.json': `${JSON.stringify(ruleFileSchema(), null, 2)}\n`,
    'policy.schema.json': `${JSON.stringify(policyFileSchema(), null, 2)}\n`,
  };
  return new Map(Object.entries(pages).map(([name, text]) => [fileURLToPath(new URL(name, folder)), text]));
}
