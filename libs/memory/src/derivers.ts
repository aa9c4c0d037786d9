import type { AnyDeriver } from './deriver.ts';
import { coChange } from './derivers/co-change.ts';
import { command } from './derivers/command.ts';
import { correction } from './derivers/correction.ts';
import { decision } from './derivers/decision.ts';
import { directive } from './derivers/directive.ts';
import { environment } from './derivers/environment.ts';
import { episode } from './derivers/episode.ts';
import { fact } from './derivers/fact.ts';
import { file } from './derivers/file.ts';
import { flaky } from './derivers/flaky.ts';
import { permission } from './derivers/permission.ts';
import { pitfall } from './derivers/pitfall.ts';
import { preference } from './derivers/preference.ts';
import { procedure } from './derivers/procedure.ts';
import { readFirst } from './derivers/read-first.ts';
import { rejection } from './derivers/rejection.ts';
import { remedy } from './derivers/remedy.ts';
import { violation } from './derivers/violation.ts';

/** Every deriver. A new one is a file in `derivers/` and a line here. */
export const derivers: readonly AnyDeriver[] = [
  command,
  pitfall,
  remedy,
  violation,
  flaky,
  environment,
  permission,
  coChange,
  correction,
  decision,
  directive,
  episode,
  fact,
  file,
  preference,
  procedure,
  readFirst,
  rejection,
];

/** The deriver of a kind; undefined for kinds that nothing derives. */
export function findDeriver(kind: string): AnyDeriver | undefined {
  return derivers.find((deriver) => deriver.kind === kind);
}
