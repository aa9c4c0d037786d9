import { homeOf } from '@hookline/service/home';
import { type AddCommand, jsonOption } from '../command.ts';
import { examineBus } from '../doctor/bus.ts';
import type { Finding } from '../doctor/finding.ts';
import { examineGuard } from '../doctor/guard.ts';
import { examineHarnesses, type HarnessExamination } from '../doctor/harnesses.ts';
import { examineLink } from '../doctor/link.ts';
import { examineMachine } from '../doctor/machine.ts';
import { examineMachines } from '../doctor/machines.ts';
import { examineSpool } from '../doctor/spool.ts';
import { exitCode } from '../failure.ts';
import { readEdgeFile } from '../machine/edge-file.ts';
import type { Output } from '../output.ts';

export const addDoctor: AddCommand = (program, surroundings) => {
  const { output, endWith } = surroundings;
  program
    .command('doctor')
    .description('look at every part and say what is wrong and what to do; status 0 only when the bus is up and well')
    .option(...jsonOption)
    .action(async ({ json }: { json?: boolean }) => {
      const edge = readEdgeFile(homeOf(surroundings.env)) !== undefined;
      const harnesses = await examineHarnesses(surroundings);
      const parts = [
        ...(edge
          ? await examineLink(surroundings)
          : [...(await examineBus(surroundings)), ...(await examineMachines(surroundings))]),
        ...(await examineSpool(surroundings)),
        ...examineGuard(surroundings),
        ...(await examineMachine(surroundings)),
      ];
      const findings = [...parts, ...harnesses.flatMap((one) => one.findings)];
      const ok = findings.every(({ level }) => level !== 'problem');
      if (!ok) endWith(exitCode.failed);
      if (json) return output.json({ ok, findings, harnesses: harnesses.map(({ findings: _, ...one }) => one) });
      for (const finding of parts) output.line(lineOf(finding, output));
      for (const one of harnesses) for (const line of blockOf(one, output)) output.line(line);
      output.line();
      output.line(
        ok
          ? output.paint('green', edge ? 'this edge is well' : 'the bus is up and well')
          : output.paint('red', 'something is wrong: see ✗ above'),
      );
    });
};

/** One harness: its name, then what was found about it. */
function* blockOf({ title, findings }: HarnessExamination, output: Output): Iterable<string> {
  const [only] = findings;
  if (findings.length === 1 && only?.level === 'note') {
    yield `${output.paint('dim', marks.note)} ${title}: ${only.message}`;
    return;
  }
  yield '';
  yield output.paint('bold', title);
  for (const { level, message, advice } of findings) {
    yield `  ${output.paint(colours[level], marks[level])} ${message}`;
    if (advice && level !== 'ok') yield `      → ${advice}`;
  }
}

const marks = { ok: '✓', note: '·', warning: '!', problem: '✗' } as const;
const colours = { ok: 'green', note: 'dim', warning: 'yellow', problem: 'red' } as const;

function lineOf({ level, part, message, advice }: Finding, output: Output): string {
  const line = `${output.paint(colours[level], marks[level])} ${part}: ${message}`;
  return advice && level !== 'ok' ? `${line}\n    → ${advice}` : line;
}
