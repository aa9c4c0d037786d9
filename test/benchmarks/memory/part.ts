/** One part of `npm run bench:memory`: what it measures against which baselines. */
export interface BenchPart {
  readonly name: string;
  /** One line: what is measured. */
  readonly what: string;
  /** Reads only data that lies on this machine; says why where it is not there. */
  run(options: BenchOptions): Promise<readonly BenchTable[] | { readonly skipped: string }>;
}

interface BenchOptions {
  /** Files of LoCoMo, whole paths. */
  readonly locomo: readonly string[];
  /** Smaller sizes: to see that it works. */
  readonly quick: boolean;
}

export interface BenchTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** Baselines are rows beside ours, measured in the same run over the same questions. */
  readonly rows: readonly (readonly (string | number)[])[];
  readonly goals?: readonly BenchGoal[];
  readonly notes?: readonly string[];
}

export interface BenchGoal {
  readonly what: string;
  readonly figure: number;
  readonly goal: number;
  /** False where less is better; true where absent. */
  readonly atLeast?: boolean;
  readonly unit?: string;
}

/** Whether a goal is met. */
export function isMet({ figure, goal, atLeast = true }: BenchGoal): boolean {
  return atLeast ? figure >= goal : figure <= goal;
}
