import { pino } from 'pino';
import type { AnyService } from './define-service.ts';
import { runServices } from './run-services.ts';
import { SettingsError } from './settings.ts';

/** Runs services as this process until SIGTERM or SIGINT; ends with status 1 and the cause when one fails. */
export async function main(...services: readonly AnyService[]): Promise<void> {
  const logger = pino({ level: process.env.HOOKLINE_LOG_LEVEL || 'info' });
  try {
    const running = await runServices(services, { env: process.env, logger });
    logger.info({ url: running.url }, `${services.map((service) => service.name).join(', ')} ready`);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        logger.info({ signal }, 'stopping');
        running.stop().catch((error: unknown) => logger.error(error));
      });
    }
    await running.stopped;
  } catch (error) {
    if (error instanceof SettingsError) logger.fatal(error.message);
    else logger.fatal(error);
    process.exitCode = 1;
  }
}
