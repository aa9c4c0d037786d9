/** A model's name without its provider, in SQL: `bareModel` of @hookline/costs. */
export const bareInSql = (model: string): string =>
  `replace(regexp_replace(regexp_replace(regexp_replace(lower(${model}), '^.*/', ''), '^([a-z-]+\\.)?(anthropic|openai|google)\\.', ''), '-v[0-9]+:[0-9]+$', ''), '.', '-')`;

/** A bare name without its date, in SQL: `plainModel` of @hookline/costs. */
export const plainInSql = (bare: string): string =>
  `regexp_replace(${bare}, '[-@](20[0-9]{2}-?[0-9]{2}-?[0-9]{2}|latest)$', '')`;

/**
 * The names of every model that was called, as common table expressions of a `with recursive`: `model_names` has
 * `model`, `name` and `family`. It goes from one model to the next through the index, and works each name out once.
 */
export const modelNames = `
called_models(model) as (
  (select model from read.usage where model is not null order by model limit 1)
  union all
  select (select u.model from read.usage u where u.model > called_models.model order by u.model limit 1)
  from called_models where called_models.model is not null
), bare_names as materialized (
  select model, ${bareInSql('model')} as name from called_models where model is not null
), model_names as materialized (
  select model, name, ${plainInSql('name')} as family from bare_names
)`;
