import { connectAlone, type DatabaseOptions } from './connection.ts';
import { retrying } from './retrying.ts';

/** See `Database.listen`. */
export async function listen(
  options: DatabaseOptions,
  channel: string,
  onMessage: (payload: string) => void,
  signal: AbortSignal,
): Promise<void> {
  let reconnecting = false;
  const reconnect = () => {
    if (signal.aborted || reconnecting) return;
    reconnecting = true;
    retrying(connect, { signal, onRetry: options.onRetry }).then(
      () => {
        reconnecting = false;
      },
      (error: unknown) => {
        reconnecting = false;
        if (!signal.aborted) options.onRetry?.(error, 0, 0);
      },
    );
  };
  const connect = async () => {
    let lost = false;
    const client = await connectAlone(options, () => {
      lost = true;
      reconnect();
    });
    client.on('notification', (message) => onMessage(message.payload ?? ''));
    await client.query(`listen "${channel.replaceAll('"', '""')}"`);
    if (signal.aborted) return client.end();
    signal.addEventListener('abort', () => void (lost || client.end().catch(() => {})), { once: true });
    onMessage('');
  };
  await retrying(connect, { signal, onRetry: options.onRetry });
}
