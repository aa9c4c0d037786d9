/**
 * A model's name without its provider, in small letters and with `-` for `.`: `anthropic/claude-opus-4.5` and
 * `us.anthropic.claude-opus-4-5-v1:0` are `claude-opus-4-5`. The view `read.costs` has it in SQL.
 */
export function bareModel(model: string): string {
  return model
    .toLowerCase()
    .replace(/^.*\//s, '')
    .replace(/^([a-z-]+\.)?(anthropic|openai|google)\./, '')
    .replace(/-v[0-9]+:[0-9]+$/, '')
    .replaceAll('.', '-');
}

/** The same without a date or `-latest` at its end: `claude-sonnet-4-5-20250929` is `claude-sonnet-4-5`. */
export function plainModel(model: string): string {
  return bareModel(model).replace(/[-@](20[0-9]{2}-?[0-9]{2}-?[0-9]{2}|latest)$/, '');
}
