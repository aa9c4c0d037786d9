import type { ClaimPort, MemoryPort, WorkPort } from '@hookline/mcp';
import { version } from '@hookline/service/version';
import { sessionAround } from '../claims/session-around.ts';
import type { AddCommand, Surroundings } from '../command.ts';
import { whereabouts } from '../memory/whereabouts.ts';

interface Options {
  readonly project?: string;
  readonly session?: string;
  readonly actor?: string;
  readonly folder?: string;
  readonly work?: boolean;
}

export const addMcp: AddCommand = (program, surroundings) => {
  const { env, cwd, output, signal, connect } = surroundings;
  program
    .command('mcp')
    .description("the tools of memory and claims for an agent, over stdio: what a harness's MCP configuration starts")
    .option('--project <id>', 'whose memory; default: the project of the folder')
    .option('--folder <path>', 'where the agent works; default: the current folder')
    .option('--session <id>', 'the session it is for; default: the one that starts it, where its harness says so')
    .option('--actor <name>', 'who works there; default: git user.email, else the login')
    .option('--work', 'with tools to take work from queues and report on it')
    .action(async (options: Options) => {
      const [{ memoryServer, serveStdio }, at] = await Promise.all([import('@hookline/mcp'), whereaboutsOf(options)]);
      const port = lazily(connect);
      const claims = lazyClaims(connect);
      const work = options.work ? { work: lazyWork(connect) } : {};
      const tell = (error: unknown) =>
        output.note(`hookline mcp: ${error instanceof Error ? error.message : String(error)}`);
      await serveStdio(() => memoryServer(port, { ...at, version, claims, ...work, onFailure: tell }), {
        signal,
        onError: tell,
      });
    });

  async function whereaboutsOf({ project, session, actor, folder = cwd }: Options) {
    const here = await whereabouts({ env, cwd: folder });
    return {
      project: project ?? here.project,
      session: session ?? sessionAround(env),
      actor: actor ?? here.actor,
      root: here.root,
    };
  }
};

/** The memory of whichever bus answers when it is asked: one that starts later, or elsewhere, is found then. */
function lazily(connect: Surroundings['connect']): MemoryPort {
  const client = async () => (await connect()).client;
  return {
    recall: async (...given) => await (await client()).recall(...given),
    memory: async (...given) => await (await client()).memory(...given),
    said: async (...given) => await (await client()).said(...given),
    whyMemory: async (...given) => await (await client()).whyMemory(...given),
    remember: async (...given) => await (await client()).remember(...given),
    judge: async (...given) => await (await client()).judge(...given),
  };
}

function lazyClaims(connect: Surroundings['connect']): ClaimPort {
  const calls = async () => (await connect()).client.claims;
  return {
    take: async (...given) => await (await calls()).take(...given),
    release: async (...given) => await (await calls()).release(...given),
    async *list(...given) {
      yield* (await calls()).list(...given);
    },
    async *conflicts(...given) {
      yield* (await calls()).conflicts(...given);
    },
  };
}

function lazyWork(connect: Surroundings['connect']): WorkPort {
  const calls = async () => (await connect()).client.work;
  return {
    takeOne: async (...given) => await (await calls()).takeOne(...given),
    queues: async (...given) => await (await calls()).queues(...given),
  };
}
