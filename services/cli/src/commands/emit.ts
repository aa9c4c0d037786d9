import type { PublishResult } from '@hookline/client';
import { eventKinds, InvalidEventError, UnknownVersionError } from '@hookline/schemas';
import { type AddCommand, jsonOption } from '../command.ts';
import { isKind, makeEvent } from '../emit/make-event.ts';
import { CommandError, exitCode } from '../failure.ts';
import { forPeopleToPublish } from '../memory/agent-around.ts';
import { jsonValue, someText } from '../parse.ts';
import { readStdin } from '../read-stdin.ts';

interface Options {
  readonly session: string;
  readonly data?: unknown;
  readonly id?: string;
  readonly source?: string;
  readonly time?: string;
  readonly project?: string;
  readonly agent?: string;
  readonly turn?: string;
  readonly actor?: string;
  readonly harness?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export const addEmit: AddCommand = (program, { env, connect, output, endWith }) => {
  program
    .command('emit')
    .description('publish one event of your own; its data is given, or read from stdin')
    .argument('<kind>', 'what happened, for example prompt.submitted')
    .requiredOption('--session <id>', 'its session, with the harness in front: my-agent:42', someText)
    .option('--data <json>', 'what is said of it; without this it is read from stdin', jsonValue)
    .option('--id <id>', 'its identity (made from session, kind, data and time: the same words twice are one event)')
    .option('--time <time>', 'when it happened, ISO 8601 (now)')
    .option('--project <id>', 'where it belongs, for example github.com/acme/shop')
    .option('--agent <name>', 'which agent of the session')
    .option('--turn <id>', 'the event that opened the turn')
    .option('--actor <who>', 'for whom')
    .option('--harness <name>', 'which program (what stands before the colon of the session)')
    .option('--source <uri>', 'who says so')
    .option('--dry-run', 'print the event, checked, and publish nothing')
    .option(...jsonOption)
    .action(async (kind: string, { json, dryRun, data, ...options }: Options) => {
      if (!isKind(kind)) throw unknownKind(kind);
      forPeopleToPublish(env, kind);
      const given = data ?? jsonOf(await readStdin());
      if (typeof given !== 'object' || given === null || Array.isArray(given)) {
        throw new CommandError('the data of an event is a JSON object', { exitCode: exitCode.usage });
      }
      const event = checked(() => makeEvent({ kind, data: given as Record<string, unknown>, ...options }));
      if (dryRun) return output.json(event);
      const { client } = await connect();
      const [result] = (await client.publish([event])) as [PublishResult];
      const good = result.status === 'stored' || result.status === 'known';
      if (!good) {
        const { message, issues = [] } = result.error ?? { message: result.status };
        throw new CommandError(message, { issues, exitCode: exitCode.usage, code: result.status });
      }
      endWith(exitCode.ok);
      if (json) return output.json(result);
      const where = result.position === undefined ? '' : ` at position ${result.position}`;
      output.line(`${result.id} ${result.status}${where}`);
    });
};

function unknownKind(kind: string): CommandError {
  const [group] = kind.split('.');
  const near = eventKinds.map((one) => one.kind as string).filter((name) => name.startsWith(`${group}.`));
  return new CommandError(`there is no kind ${JSON.stringify(kind)}`, {
    hint: near.length > 0 ? `there are: ${near.join(', ')}` : 'schemas/generated has every kind with its schema',
    exitCode: exitCode.usage,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(`stdin: expected JSON (${(error as Error).message})`, { exitCode: exitCode.usage });
  }
}

function checked<Result>(make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidEventError) {
      throw new CommandError('this would be no valid event', {
        issues: error.issues,
        exitCode: exitCode.usage,
        code: 'invalid',
      });
    }
    if (error instanceof UnknownVersionError) throw new CommandError(error.message, { exitCode: exitCode.usage });
    throw error;
  }
}
