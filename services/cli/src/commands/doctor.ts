import { type AddCommand, jsonOption } from '../command.ts';
import { examineBus } from '../doctor/bus.ts';
import type { Finding } from '../doctor/finding.ts';
import { examineInstall } from '../doctor/install.ts';
import { examineMachine } from '../doctor/machine.ts';
import { examineSpool } from '../doctor/spool.ts';
import { exitCode } from '../failure.ts';
import type { Output } from '../output.ts';

export const addDoctor: AddCommand = (program, surroundings) => {
  const { output, endWith } = surroundings;
  program
    .command('doctor')
    .description('look at every part and say what is wrong and what to do; status 0 only when the bus is up and well')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const findings = [
        ...(await examineBus(surroundings)),
        ...(await examineSpool(surroundings)),
        ...(await examineInstall(surroundings)),
        ...(await examineMachine(surroundings)),
      ];
      const ok = findings.every(({ level }) => level !== 'problem');
      if (!ok) endWith(exitCode.failed);
      if (json) return output.json({ ok, findings });
      for (const finding of findings) output.line(lineOf(finding, output));
      output.line();
      output.line(
        ok ? output.paint('green', 'the bus is up and well') : output.paint('red', 'something is wrong: see ✗ above'),
      );
    });
};

const marks = { ok: '✓', note: '·', warning: '!', problem: '✗' } as const;
const colours = { ok: 'green', note: 'dim', warning: 'yellow', problem: 'red' } as const;

function lineOf({ level, part, message, advice }: Finding, output: Output): string {
  const line = `${output.paint(colours[level], marks[level])} ${part}: ${message}`;
  return advice && level !== 'ok' ? `${line}\n    → ${advice}` : line;
}
