import { ensureConsole } from '@hookline/console';
import type { Logger } from 'pino';

/**
 * The folder that the console lies in, or will as soon as it is built beside everything else. Undefined when it cannot
 * be had: that is told in the log and stops nothing.
 */
export async function findConsole(options: {
  home: string;
  logger: Pick<Logger, 'info' | 'warn'>;
  signal: AbortSignal;
}): Promise<string | undefined> {
  const { home, logger, signal } = options;
  const tell = (error: unknown) => {
    if (!signal.aborted) logger.warn({ err: error }, 'the console was not built: hookline sessions shows the same');
  };
  try {
    const { folder, building, ready } = await ensureConsole({ home, signal });
    if (building) ready.then(() => logger.info({ folder }, 'the console is built'), tell);
    return folder;
  } catch (error) {
    tell(error);
    return undefined;
  }
}
