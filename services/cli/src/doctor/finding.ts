/** One thing that was looked at. A `problem` makes the whole examination fail; `note` is only for information. */
export interface Finding {
  readonly level: 'ok' | 'note' | 'warning' | 'problem';
  readonly part: string;
  readonly message: string;
  readonly advice?: string;
}
