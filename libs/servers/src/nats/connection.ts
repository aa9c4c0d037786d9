import { connect } from 'node:net';
import { checkNatsVersion } from './version.ts';

/** What the NATS client's `connect` takes; it does not read credentials out of a URL by itself. */
export interface NatsConnection {
  readonly servers: string[];
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
}

/** `nats://user:password@host:port` (or `nats://token@host`; several with commas) as the client wants it. */
export function connectionOf(url: string): NatsConnection {
  const urls = url.split(',').map((one) => new URL(one.includes('://') ? one.trim() : `nats://${one.trim()}`));
  const [first] = urls;
  const servers = urls.map(({ protocol, host }) => `${protocol}//${host}`);
  if (!first?.username) return { servers };
  const user = decodeURIComponent(first.username);
  return first.password ? { servers, user, pass: decodeURIComponent(first.password) } : { servers, token: user };
}

const answerWithinMs = 10_000;

/** The version a NATS server names in its greeting; throws when nothing that speaks NATS 2.14 or newer is there. */
export async function probeNats(url: string): Promise<string> {
  const reasons: string[] = [];
  for (const server of connectionOf(url).servers) {
    const { hostname, port } = new URL(server);
    try {
      const { version } = await greeting(hostname.replace(/^\[|\]$/g, ''), Number(port || 4222));
      checkNatsVersion(version, `at ${server}, from HOOKLINE_NATS_URL`);
      return version;
    } catch (error) {
      if ((error as Error).name === 'WrongVersionError') throw error;
      reasons.push(`${server}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `No NATS server answers at the address in HOOKLINE_NATS_URL (${reasons.join('; ')}). Start it, or correct or unset the setting.`,
  );
}

function greeting(host: string, port: number): Promise<{ version: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect({ host, port });
    const finish = (outcome: () => void) => {
      socket.destroy();
      outcome();
    };
    socket.setTimeout(answerWithinMs, () =>
      finish(() => reject(new Error(`no greeting within ${answerWithinMs / 1000} s`))),
    );
    socket.on('error', (error) => finish(() => reject(error)));
    socket.on('close', () => reject(new Error('closed the connection without a greeting')));
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      const info = /^INFO (\{.*\})\s*\r\n/.exec(text);
      if (info) return finish(() => resolve(JSON.parse(info[1]!)));
      if (!'INFO '.startsWith(text.slice(0, 5)) || text.length > 65_536) {
        finish(() => reject(new Error('what answers there does not speak the NATS protocol')));
      }
    });
  });
}
