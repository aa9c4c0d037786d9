import { createServer, type Socket } from 'node:net';

/** Somebody else's server on a free port. */
export async function listen(onConnection: (socket: Socket) => void) {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {});
    socket.resume();
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    [Symbol.asyncDispose]: () => {
      for (const socket of open) socket.destroy();
      return new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Lets anybody in and answers every query with the version it says it has, as the wire protocol wants it. */
export function answerAsPostgres(text: string, number: number): (socket: Socket) => void {
  const message = (type: string, ...parts: (Buffer | string | number)[]) => {
    const body = Buffer.concat(
      parts.map((part) => {
        if (Buffer.isBuffer(part)) return part;
        if (typeof part === 'string') return Buffer.from(`${part}\0`);
        const bytes = Buffer.alloc(4);
        bytes.writeInt32BE(part);
        return bytes;
      }),
    );
    const head = Buffer.alloc(5, type);
    head.writeInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const short = (value: number) => Buffer.from([value >> 8, value & 255]);
  const column = (name: string) =>
    Buffer.concat([
      Buffer.from(`${name}\0`),
      Buffer.alloc(6),
      Buffer.from([0, 0, 0, 25]),
      Buffer.from([255, 255]),
      Buffer.alloc(4, 255),
      Buffer.alloc(2),
    ]);
  const ready = message('Z', Buffer.from('I'));
  return (socket: Socket) => {
    let greeted = false;
    socket.on('data', (data) => {
      if (!greeted) {
        greeted = true;
        socket.write(Buffer.concat([message('R', 0), message('S', 'server_version', text), ready]));
        return;
      }
      if (String.fromCharCode(data[0]!) === 'X') return void socket.end();
      const values = [String(number), text].flatMap((value) => [value.length, Buffer.from(value)]);
      const answer = [
        message('T', short(2), column('number'), column('text')),
        message('D', short(2), ...values),
        message('C', 'SELECT 1'),
        ready,
      ];
      const extended = String.fromCharCode(data[0]!) === 'P' ? [message('1'), message('2')] : [];
      socket.write(Buffer.concat([...extended, ...answer]));
    });
  };
}
