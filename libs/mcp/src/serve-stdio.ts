import type { McpServer } from '@modelcontextprotocol/server';
import { serveStdio as serve } from '@modelcontextprotocol/server/stdio';

/**
 * Serves one client over this process's stdin and stdout, on which nothing else may be written, until the client closes
 * its end or `signal` aborts.
 */
export async function serveStdio(
  make: () => McpServer,
  { signal, onError }: { signal: AbortSignal; onError: (error: Error) => void },
): Promise<void> {
  const over = new Promise<void>((resolve) => {
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const handle = serve(make, { onerror: onError });
  await over;
  await handle.close();
  process.stdin.destroy();
}
