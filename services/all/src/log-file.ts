import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';

const bytesMax = 20 * 1024 * 1024;

/** The log of this process in `<home>/logs/hookline.log`; one older file is kept. `onWarning` hears what a person should. */
export function openLogFile(home: string, level: string, onWarning: (sentence: string) => void): Logger {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'hookline.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > bytesMax) renameSync(file, `${file}.1`);
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600 });
  const warnings = {
    write(line: string) {
      const { service, msg, err } = JSON.parse(line) as { service?: string; msg?: string; err?: { message?: string } };
      onWarning([service, msg ?? err?.message].filter(Boolean).join(': '));
    },
  };
  const streams = [
    { level: 'trace' as const, stream: destination },
    { level: 'warn' as const, stream: warnings },
  ];
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.multistream(streams));
}
