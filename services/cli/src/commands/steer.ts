import { HooklineError, type SteerMessage } from '@hookline/client';
import { type AddCommand, jsonOption } from '../command.ts';
import { type Connection, everyRow } from '../connection.ts';
import { exitCode } from '../failure.ts';
import { whereabouts } from '../memory/whereabouts.ts';
import { lengthMs, number, oneOf, wholeNumber } from '../parse.ts';
import { pause } from '../pause.ts';
import { type Column, tableLines } from '../render/table.ts';
import { moment } from '../render/words.ts';

interface Steering {
  readonly json?: boolean;
  readonly expires?: number;
  readonly at?: 'prompt' | 'call';
  readonly wait?: number;
  readonly state?: string;
  readonly limit: number;
}

const columns: readonly Column<SteerMessage>[] = [
  { title: 'SENT', of: ({ sentAt }) => moment(sentAt) },
  { title: 'STATE', of: ({ state }) => state },
  { title: 'SESSION', of: ({ session }) => session, least: 20 },
  { title: 'BY', of: ({ by }) => by, least: 8, spare: 1 },
  { title: 'TEXT', of: ({ text }) => text, least: 20 },
  { title: 'WHERE OR WHY', of: ({ surface, reason }) => surface ?? reason ?? '', least: 12, spare: 2 },
];

const askEveryMs = 500;

export const addSteer: AddCommand = (program, surroundings) => {
  const { connect, output, endWith, signal } = surroundings;

  program
    .command('steer')
    .description(
      'tell a running session something, at its next prompt or call; without a text: what was told, and what came of it',
    )
    .argument('[session]', 'its id, or the beginning of it')
    .argument('[text]', 'what the agent is told, at most 4,000 characters')
    .option('--expires <time>', 'not told any more after so long: 90s, 10m, 2h (15m)', lengthMs)
    .option('--at <place>', 'only at a prompt or only at a call', oneOf('prompt', 'call'))
    .option('--wait <seconds>', 'wait so long for what comes of it', number(0))
    .option('--state <state>', 'list only these', oneOf('waiting', 'delivered', 'expired', 'refused'))
    .option('--limit <count>', 'list at most so many', wholeNumber(1), 50)
    .option(...jsonOption)
    .action(async (given: string | undefined, text: string | undefined, options: Steering) => {
      const connection = await connect();
      const session = given === undefined ? undefined : await sessionMeant(connection, given);
      if (session === undefined || text === undefined) return list(connection, session, options);
      const { json, expires, at, wait = 0 } = options;
      const { actor } = await whereabouts(surroundings);
      const body = { session, text, expiresInMs: expires, at };
      const headers = { 'x-hookline-person': encodeURIComponent(actor) };
      const sent = (await connection.client.request('POST', '/v1/steering', { body, headers })) as SteerMessage;
      const message = await settled(connection, sent, wait);
      if (json) output.json(message);
      else output.line(`${message.message}  ${message.state}${why(message)}`);
      if (message.state === 'refused' || message.state === 'expired') endWith(exitCode.failed);
    });

  async function list(connection: Connection, session: string | undefined, { json, state, limit }: Steering) {
    const messages: SteerMessage[] = [];
    const query = { session, state };
    for await (const row of everyRow<SteerMessage>(connection, '/v1/steering', 'messages', { query, most: limit })) {
      messages.push(row);
    }
    if (json) return output.json(messages);
    if (messages.length === 0) return output.note('no message is like that');
    for (const line of tableLines(columns, messages, output.width)) output.line(line);
  }

  /** The message when it has ended, or as it is when the time is up. */
  async function settled({ client }: Connection, sent: SteerMessage, seconds: number): Promise<SteerMessage> {
    const until = Date.now() + seconds * 1_000;
    let message = sent;
    while (message.state === 'waiting' && Date.now() < until && !signal.aborted) {
      await pause(askEveryMs, signal);
      for await (const one of client.messages({ session: sent.session, limit: 100 })) {
        if (one.message !== sent.message) continue;
        message = one;
        break;
      }
    }
    return message;
  }
};

function why({ state, surface, reason, expiresAt }: SteerMessage): string {
  if (state === 'waiting') return ` until ${moment(expiresAt)}`;
  if (state === 'delivered') return surface === null ? '' : ` at ${surface}`;
  return reason === null ? '' : `: ${reason}`;
}

/** The session's whole id, where the bus knows the session and the token may look. */
async function sessionMeant({ client }: Connection, given: string): Promise<string> {
  try {
    return (await client.session(given)).session;
  } catch (error) {
    if (error instanceof HooklineError && (error.status === 404 || error.status === 403)) return given;
    throw error;
  }
}
