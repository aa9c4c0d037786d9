import { z } from 'zod';
import { type AddCommand, jsonOption } from '../command.ts';
import { exitCode } from '../failure.ts';

const verification = z.looseObject({
  ok: z.boolean(),
  events: z.number(),
  from: z.number(),
  to: z.number(),
  findings: z.array(z.looseObject({ type: z.string(), position: z.number().nullish(), message: z.string() })),
  findingsTotal: z.number(),
});

export const addVerify: AddCommand = (program, { connect, output, endWith }) => {
  program
    .command('verify')
    .description('compare the archive with the log, event by event')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const { client } = await connect();
      const found = await client.request('GET', '/v1/verify', { schema: verification, timeoutMs: 600_000 });
      if (!found.ok) endWith(exitCode.failed);
      if (json) return output.json(found);
      for (const { message } of found.findings) output.line(`✗ ${message}`);
      if (found.ok)
        output.line(`✓ archive and log agree on ${found.events} events (positions ${found.from} to ${found.to})`);
      else output.note(`${found.findingsTotal} faults in ${found.events} events`);
    });
};
