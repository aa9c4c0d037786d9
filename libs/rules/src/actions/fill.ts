/** Fills what an action's file leaves to the event, with the values of one firing. Never throws. */
export interface Fill {
  /** The text with every `{{ CEL }}` replaced by what it comes to, cut to `max` characters. */
  text(source: string, max: number): string;
  /** The value with the texts in it filled; as JSON at most 64 KiB, else what did not fit is left out. */
  facts(value: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** What an expression comes to, as text; empty where it asks for what is not there. */
  cel(source: string): string;
  /** What an expression that gives a list comes to, its elements as JSON; empty where it asks for what is not there. */
  list(source: string): readonly unknown[];
  /** The same, with `child` standing for one element of such a list. */
  forChild(child: unknown): Fill;
  /** The rule, and the session of the event that triggered it, where there is one. */
  readonly rule: string;
  readonly session: string | undefined;
}
