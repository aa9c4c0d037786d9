/** A fault in a rule file. Lines and columns count from 1. */
export interface RuleFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A rule file cannot come into force. The message lists every fault as `file:line:column: what`. */
export class RuleError extends Error {
  override name = 'RuleError';
  readonly faults: readonly RuleFault[];
  constructor(file: string, faults: readonly RuleFault[]) {
    super(faults.map((fault) => `${file}:${fault.line}:${fault.column}: ${fault.message}`).join('\n'));
    this.faults = faults;
  }
}
