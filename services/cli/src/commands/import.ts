import { resolve } from 'node:path';
import type { ImportReport } from '@hookline/edge';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import { count } from '../render/words.ts';

export const addImport: AddCommand = (program, surroundings) => {
  const { cwd, output, endWith } = surroundings;
  program
    .command('import')
    .description(
      'bring in transcripts that a harness keeps, or what `hookline export` wrote; what is known adds nothing',
    )
    .argument('<paths...>', 'files, or folders of them')
    .option(...jsonOption)
    .action(async (given: string[], { json }: { json?: boolean }) => {
      const { importFiles } = await import('../import-files.ts');
      await (await surroundings.connect()).client.request('GET', '/v1/me');
      const reports: ImportReport[] = [];
      const paths = given.map((path) => resolve(cwd, path));
      for await (const report of importFiles(paths, surroundings)) {
        reports.push(report);
        if (json || report.kind === 'unknown') continue;
        output.line(`${report.refused === 0 ? '✓' : '✗'} ${report.file}: ${fate(report)}`);
        for (const reason of report.reasons) output.note(`    ${reason}`);
      }
      const read = reports.filter(({ kind }) => kind !== 'unknown');
      const unknown = reports.length - read.length;
      const sum = total(read);
      if (json) output.json({ ...sum, files: read, skipped: reports.filter(({ kind }) => kind === 'unknown') });
      else if (read.length > 1) output.line(`${count(read.length, 'file')}: ${fate(sum)}`);
      if (read.length === 0) {
        throw new CommandError(`nothing to import in ${given.join(', ')}`, {
          hint: 'it takes transcripts of Claude Code (~/.claude/projects/…/*.jsonl) and files that `hookline export` wrote',
          exitCode: exitCode.notFound,
        });
      }
      if (unknown > 0) output.note(`${count(unknown, 'file')} left alone: neither a transcript nor an export`);
      if (sum.refused > 0) endWith(exitCode.failed);
    });
};

type Counts = Pick<ImportReport, 'stored' | 'known' | 'refused'>;

function total(reports: readonly ImportReport[]): Counts {
  const sum = (of: (report: ImportReport) => number) => reports.reduce((so, report) => so + of(report), 0);
  return { stored: sum((each) => each.stored), known: sum((each) => each.known), refused: sum((each) => each.refused) };
}

function fate({ stored, known, refused }: Counts): string {
  return `${count(stored, 'event')} new, ${known} known before${refused > 0 ? `, ${refused} refused` : ''}`;
}
