import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportProgress, ImportReport } from '@hookline/edge';
import { type AddCommand, jsonOption } from '../command.ts';
import { CommandError, exitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { count } from '../render/words.ts';

const unknownMax = 10;

export const addImport: AddCommand = (program, surroundings) => {
  const { cwd, output, endWith } = surroundings;
  program
    .command('import')
    .description(
      'bring in the records that harnesses keep, or what `hookline export` or `hookline archive` wrote; what is known adds nothing',
    )
    .argument(
      '<paths...>',
      'files, databases (or <database>#<session>), folders of them, archives (folders or s3://bucket/prefix)',
    )
    .option(...jsonOption)
    .action(async (given: string[], { json }: { json?: boolean }) => {
      const { importFiles } = await import('../import-files.ts');
      await (await surroundings.connect()).client.request('GET', '/v1/me');
      const reports: ImportReport[] = [];
      const paths = given.map((path) => (/^s3:/i.test(path) ? path : resolve(cwd, path)));
      for (const path of paths) {
        if (/^s3:/i.test(path) || existsSync(path) || existsSync(path.replace(/#[^#]+$/, ''))) continue;
        throw new CommandError(`${path} is not there: name a transcript, a database, an export, or a folder of them`, {
          exitCode: exitCode.notFound,
        });
      }
      const progress = progressOn(output);
      for await (const report of importFiles(paths, surroundings, json ? undefined : progress)) {
        reports.push(report);
        if (json || report.kind === 'unknown') continue;
        output.line(`${report.refused === 0 ? '✓' : '✗'} ${report.file}: ${fate(report)}`);
        for (const reason of report.reasons) output.note(`    ${reason}`);
        for (const line of gaps(report)) output.note(`    ${line}`);
      }
      const read = reports.filter(({ kind }) => kind !== 'unknown');
      const unknown = reports.filter(({ kind }) => kind === 'unknown');
      const sum = total(read);
      if (json) output.json({ ...sum, files: read, skipped: unknown });
      else if (read.length > 1) {
        output.line(`${count(read.length, 'record')}: ${fate(sum)}`);
        output.note(`  ${sum.unmapped === 0 ? 'no row' : count(sum.unmapped, 'row')} without a kind`);
      }
      if (unknown.length > 0 && !json) {
        const { harnesses } = await import('@hookline/harnesses');
        const known = harnesses.map(({ harness }) => harness).join(', ');
        output.note(
          `${count(unknown.length, 'file')} left alone: no record of a harness known here (${known}), and no export:`,
        );
        for (const { file } of unknown.slice(0, unknownMax)) output.note(`  ${file}`);
        if (unknown.length > unknownMax) output.note(`  and ${unknown.length - unknownMax} more`);
      }
      if (read.length === 0) {
        throw new CommandError(`nothing to import in ${given.join(', ')}`, {
          hint: 'it takes what harnesses keep (of Claude Code: ~/.claude/projects/…/*.jsonl) and files that `hookline export` wrote',
          exitCode: exitCode.notFound,
        });
      }
      if (sum.refused > 0) endWith(exitCode.failed);
    });
};

const progressEveryMs = 5_000;

/** Tells now and then how far a large file was read, so that nobody wonders. */
function progressOn(output: Output): (progress: ImportProgress) => void {
  let toldMs = Date.now();
  return ({ file, events, share }) => {
    if (Date.now() - toldMs < progressEveryMs) return;
    toldMs = Date.now();
    const percent = Number.isFinite(share) ? `, ${Math.floor(share * 100)} %` : '';
    output.note(`  ${file}: ${count(events, 'event')} read${percent}`);
  };
}

type Counts = Pick<ImportReport, 'stored' | 'known' | 'refused' | 'unmapped' | 'unreadable'>;

function total(reports: readonly ImportReport[]): Counts {
  const sum = (of: (report: ImportReport) => number) => reports.reduce((so, report) => so + of(report), 0);
  return {
    stored: sum((each) => each.stored),
    known: sum((each) => each.known),
    refused: sum((each) => each.refused),
    unmapped: sum((each) => each.unmapped),
    unreadable: sum((each) => each.unreadable),
  };
}

/** What of a record became no event of a kind of its own. */
function* gaps({ unmapped, unmappedRows, unreadable }: ImportReport): Generator<string> {
  if (unmapped > 0) {
    const names = Object.entries(unmappedRows).map(([name, times]) => `${name} (${times})`);
    yield `${count(unmapped, 'row')} without a kind, kept as native.unmapped: ${names.join(', ')}`;
  }
  if (unreadable > 0) yield `${count(unreadable, 'line')} that cannot be read: no JSON object, or larger than 64 MiB`;
}

function fate({ stored, known, refused }: Counts): string {
  return `${count(stored, 'event')} new, ${known} known before${refused > 0 ? `, ${refused} refused` : ''}`;
}
