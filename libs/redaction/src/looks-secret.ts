const PLACEHOLDER =
  /^(?:\$|%[A-Za-z_]|<|\{|\[|\*{2,}|\.{2,}|x{4,}|y?our[-_ ]|my[-_]|some[-_]|example|sample|change[-_]?me|placeholder|redacted|dummy|insert[-_]|replace|todo|null\b|none\b|nil\b|undefined\b|true\b|false\b|string\b|number\b|boolean\b|process\.env|import\.meta|os\.environ|env[.(]|getenv|secrets?\.|vars?\.|config\.|self\.|this\.|ctx\.|req\.|u?int\d|float\d|bytes?\d|(?:uint|int|float)\d+array)/i;
const PATH = /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/]|[\w.+-]+:\/\/)/;
const MEMBER_CHAIN = /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)+$/;
const WORD_RUNS = /[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^A-Za-z0-9]+/g;

/** Says that no secret stands here: a variable, a template, a type, an example. */
export const isPlaceholder = (value: string): boolean =>
  PLACEHOLDER.test(value) ||
  /^!?(?:pass(?:word|wd|phrase)?|secret|token|api[-_]?key|credentials?|this\..*)$/i.test(value) ||
  /^(.)\1*$/.test(value);

/**
 * Whether the characters look drawn by lot. Words, identifiers and sentences change between small letters, capitals
 * and digits every four characters or later, random text every second one.
 */
export const isRandom = (value: string): boolean => {
  if (value.length < 8 || /\s/.test(value)) return false;
  if (/^[0-9a-f-]{12,}$/i.test(value)) return /\d/.test(value) && /[a-f]/i.test(value) && new Set(value).size >= 6;
  const runs = value.match(WORD_RUNS)?.length ?? 1;
  return value.length / runs < 3.3 && /[A-Za-z]/.test(value) && new Set(value).size >= Math.min(8, value.length / 2);
};

/** Capitals and small letters as no one writes them. */
const isShuffled = (value: string): boolean => /[a-z][A-Z].*[a-z][A-Z]/.test(value) && isRandom(value);

const isWordy = (value: string): boolean => /^(?:[A-Za-z]+|\d{1,4})(?:[-_. /](?:[A-Za-z]+|\d{1,4}))*$/.test(value);

/** How a value was found: what its name says, and how certain it is that a literal value stands there. */
export interface Position {
  /** `password`: people choose it. `token`: a machine made it. */
  name: 'password' | 'token';
  /** `literal`: quoted, an environment line or a JSON value. `loose`: unquoted in code, YAML or prose. */
  place: 'environment' | 'literal' | 'loose';
}

/** Whether a value in a secret-like position is a secret, and not code, a label, a path or a placeholder. */
export const looksSecret = (value: string, { name, place }: Position): boolean => {
  if (value.length < 6 || value.length > 4096 || isPlaceholder(value)) return false;
  if (PATH.test(value) && !(name === 'token' && /^\/[A-Za-z0-9+/]{30,}={0,2}$/.test(value) && isRandom(value))) {
    return false;
  }
  if (/^[\d.,]+$/.test(value)) return name === 'password' && place !== 'loose';
  if (MEMBER_CHAIN.test(value) && !isRandom(value)) return false;
  if (name === 'password') {
    if (place === 'environment') return !/\s/.test(value) || /\d/.test(value) || !isWordy(value);
    const mixed = /\d/.test(value) || /[^A-Za-z0-9_\s.:,()/'-]/.test(value) || isShuffled(value);
    if (place === 'literal') {
      if (/\s/.test(value)) return mixed && value.length >= 8 && value.length <= 64 && /\d/.test(value);
      return (mixed && (isRandom(value) || value.length <= 40)) || /^[a-z]{3,}(?:[-_.][a-z]{3,}){2,}$/i.test(value);
    }
    return value.length >= 8 && mixed && /[A-Za-z]/.test(value) && isRandom(value);
  }
  if (/\s/.test(value)) return false;
  if (place === 'environment') return value.length >= 8 && (/\d/.test(value) || isRandom(value));
  return value.length >= 12 && ((/\d/.test(value) && isRandom(value) && !isWordy(value)) || isShuffled(value));
};

/** Whether a found secret may be searched for elsewhere without hitting ordinary words. */
export const isDistinctive = (value: string): boolean =>
  value.length >= 10 && value.length <= 4096 && /\d/.test(value) && /[A-Za-z]/.test(value) && isRandom(value);
