import { shortHash } from '@hookline/schemas';
import { compile, type Expression } from './cel/expression.ts';
import { eventScope, type Scope } from './cel/scope.ts';
import { kindNames, type Shape, shapeOf, type Typed } from './event-types.ts';
import { contradictions } from './file/contradictions.ts';
import { shapeFaults } from './file/file-faults.ts';
import { planOf } from './file/plan-of.ts';
import { readSource, type SourceFile } from './file/source.ts';
import { givenFaults } from './given.ts';
import type { Plan } from './plan.ts';
import { RuleError, type RuleFault } from './rule-error.ts';
import { type RuleFile, ruleFile } from './rule-file.ts';
import { dataOf, namesOf, type Step, type StepFile, stepFiles, stepsOf } from './steps.ts';
import { askingFaults, askings, holesIn, type Template, templateOf } from './templates.ts';

export { RuleError, type RuleFault } from './rule-error.ts';

/** A rule that was checked and can be matched. */
export interface Rule {
  readonly name: string;
  /** Hash of the file's content: an edited file is another version. */
  readonly version: string;
  readonly file: RuleFile;
  readonly plan: Plan;
  /** What it asks of events, by kind; empty for a schedule. */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  /** Whether its firings leave work, or a question to a person, that comes to an end. */
  readonly runs: boolean;
  /** The fields of `session` that actions and later steps ask for: what is kept of it with a match. */
  readonly keptFacts: readonly string[];
  /** The texts of its actions that ask for values, by their source. */
  readonly templates: ReadonlyMap<string, Template>;
  readonly expressions: ReadonlyMap<string, Expression>;
}

/** Reads a rule file. Throws `RuleError` with every fault that was found, and nothing else. */
export function parseRule(text: string, fileName: string): Rule {
  const source = readSource(text, fileName);
  const parsed = ruleFile.safeParse(source.value);
  if (!parsed.success) {
    const faults = shapeFaults(parsed.error, ruleFile).map(({ path, message, atKey }) =>
      source.faultAt({ path, atKey }, `${path.map(String).join('.') || 'rule'}: ${message}`),
    );
    throw new RuleError(fileName, unique(faults));
  }
  const file = parsed.data;
  const faults: RuleFault[] = [];
  const onFault = (path: readonly PropertyKey[], message: string, offset = 0, atKey = false) => {
    faults.push(source.faultAt({ path, offset, atKey }, `${path.map(String).join('.') || 'rule'}: ${message}`));
  };
  for (const { path, message } of contradictions(file)) onFault(path, message);
  const version = shortHash(text);
  const files = stepFiles(file);
  const steps = stepsByKind(file, files, source, onFault);
  const filling = actionsOf(file, files, onFault);
  for (const { path, message, atKey } of givenFaults(file)) onFault(path, message, 0, atKey);
  if (faults.length > 0) throw new RuleError(fileName, unique(faults));
  return {
    name: file.rule,
    version,
    file,
    plan: planOf(file, version),
    steps,
    runs: file.then.some((action) => action.work !== undefined || action.approval !== undefined),
    keptFacts: keptFacts(steps, filling),
    ...filling,
  };
}

function stepsByKind(
  file: RuleFile,
  files: readonly StepFile[],
  source: SourceFile,
  onFault: (path: readonly PropertyKey[], message: string, offset?: number) => void,
): Map<string, Step[]> {
  const steps = new Map<string, Step[]>();
  const isSequence = file.sequence !== undefined;
  files.forEach((one, index) => {
    const earlier = isSequence ? files.slice(0, index) : [];
    const later = isSequence ? files.slice(index + 1) : [];
    const lineOf = (path: readonly PropertyKey[], offset: number) => source.lineOf({ path, offset });
    for (const step of stepsOf(one, earlier, later, lineOf, onFault)) {
      steps.set(step.kind, [...(steps.get(step.kind) ?? []), step]);
    }
  });
  return steps;
}

interface Filling {
  readonly templates: ReadonlyMap<string, Template>;
  readonly expressions: ReadonlyMap<string, Expression>;
}

const firingShape: Shape = { id: 'string', rule: 'string', key: 'string', count: 'int' };

/** Checks the texts of the actions against every event that may be the last of a firing. */
function actionsOf(
  file: RuleFile,
  files: readonly StepFile[],
  onFault: (path: readonly PropertyKey[], message: string, offset?: number) => void,
): Filling {
  const templates = new Map<string, Template>();
  const expressions = new Map<string, Expression>();
  const last = file.absence === undefined ? files.at(-1) : files[0];
  const kinds = (last?.kinds ?? []).filter((kind) => shapeOf(kind) !== undefined);
  const matched: Typed = [eventScope(dataOf([...new Set(files.flatMap((one) => one.kinds))].filter(isKind)))];
  const always = { firing: firingShape, now: 'string', matches: matched };
  const hints = { child: 'child stands for an element only in the texts of `children`' };
  const scopes: { scope: Scope; forChild: Scope; of: string }[] = (kinds.length > 0 ? kinds : [undefined]).map(
    (kind) => {
      const names =
        kind === undefined
          ? { firing: firingShape, now: 'string' }
          : { ...eventScope(shapeOf(kind)!), ...namesOf(files.filter((one) => one.kinds.every(isKind))), ...always };
      return {
        scope: { names, hints },
        forChild: { names: { ...names, child: 'dyn' } },
        of: kind === undefined ? '' : ` (for ${kind})`,
      };
    },
  );
  // Without a kind that there is, what actions ask for cannot be told right from wrong.
  const canTell = file.schedule !== undefined || kinds.length > 0;
  file.then.forEach((action, index) => {
    for (const asking of askings(action, ['then', index])) {
      let faults = 0;
      for (const { scope, forChild, of } of canTell ? scopes : []) {
        for (const { message, offset } of askingFaults(asking, asking.forChild ? forChild : scope)) {
          onFault(asking.path, `${message}${of}`, offset);
          faults += 1;
        }
      }
      if (faults > 0 || !canTell) continue;
      if (asking.as === 'template') {
        // A subject is filled hole by hole.
        for (const source of [asking.source, ...holesIn(asking.source)]) templates.set(source, templateOf(source));
      } else expressions.set(asking.source, compile(asking.source));
    }
  });
  return { templates, expressions };
}

const isKind = (kind: string) => kindNames.includes(kind);

function keptFacts(steps: ReadonlyMap<string, readonly Step[]>, { templates, expressions }: Filling): string[] {
  const kept = new Set<string>();
  const keep = (expression: Expression | undefined) => {
    for (const field of expression?.facts ?? []) kept.add(field);
  };
  for (const of of steps.values()) for (const step of of) keep(step.later);
  for (const { parts } of templates.values()) for (const part of parts) if (typeof part !== 'string') keep(part);
  for (const expression of expressions.values()) keep(expression);
  return [...kept].filter((field) => field !== 'id').sort();
}

const faultsMax = 50;

function unique(faults: readonly RuleFault[]): RuleFault[] {
  const seen = new Set<string>();
  const first = faults.filter(({ line, column, message }) => {
    const name = `${line}:${column}: ${message}`;
    return !seen.has(name) && seen.add(name);
  });
  return first.slice(0, faultsMax);
}
