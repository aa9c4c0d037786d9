import { findConnection } from './connection.ts';
import { endWithReader, Output } from './output.ts';
import { run } from './program.ts';

endWithReader(process.stdout);
endWithReader(process.stderr);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stopping.abort(signal));
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  output: new Output(process.stdout, process.stderr, process.env),
  signal: stopping.signal,
  connect: () => findConnection(process.env),
  endWith: () => {},
});
