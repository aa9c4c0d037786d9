const PASSWORD =
  /(?:pass(?:word|wd|phrase|code)|passwort|(?<![a-z])pass(?![a-z])|(?<![a-z])pwd|PWD|secrets?(?![a-z])|credentials?)/i;
const TOKEN =
  /(?:token|(?:api|access|private|secret|signing|encryption|master|account|shared|auth|storage|license|deploy|admin|service|webhook)[-_. ]?key|authorization|proxy-authorization|(?<![a-z])bearer|(?<![a-z])_?auth$|connection[-_]?string|(?<![a-z])sas[-_]?token|(?<![a-z])cookie$|(?<![a-z])dsn$|client[-_]?secret)/i;
const NOT_SECRET =
  /(?:tokens|token(?:iz|is)|secretar|secrets?[-_.]?(?:name|id|ref|arn|path|file|version|manager|store|kind|type)|(?:max|min|num|total|page|next|prev|previous|continuation|cancel|cancellation|cancell?ed|input|output|prompt|completion|cached|per)[-_.]?token|(?:tok|password|passphrase|token|key|secret|auth|credential|signature)s?(?:[-_.](?:count|limit|types?|budget|usage|name|id|ids|file|path|dir|url|uri|endpoint|length|len|size|expiry|expires|expires_at|ttl|policy|field|label|hint|input|ref|arn|prefix|suffix|pattern|regex|version|env|source|helper|command|status|scope|scopes|algorithm|index|position|min|max|at)|(?:Count|Limit|Types?|Budget|Usage|Name|Ids?|File|Path|Dir|Url|Uri|Endpoint|Length|Size|Expiry|Expires|Ttl|Policy|Field|Label|Hint|Input|Ref|Arn|Prefix|Suffix|Pattern|Regex|Version|Env|Source|Helper|Status|Scopes?|Algorithm|Index|Position))$|public[-_]?key)/;

const known = new Map<string, 'password' | 'token' | undefined>();
const KNOWN_MAX = 4096;

/** What a variable, field, header or flag of this name holds: a password, a token, or nothing secret. */
export const secretName = (name: string): 'password' | 'token' | undefined => {
  if (name.length < 3 || name.length > 128) return undefined;
  const found = known.get(name);
  if (found !== undefined || known.has(name)) return found;
  const kind = judge(name);
  if (known.size >= KNOWN_MAX) known.clear();
  known.set(name, kind);
  return kind;
};

const judge = (name: string): 'password' | 'token' | undefined => {
  const lowered = name === name.toUpperCase() ? name.toLowerCase() : name;
  if (NOT_SECRET.test(lowered)) return undefined;
  if (TOKEN.test(lowered)) return 'token';
  if (PASSWORD.test(lowered)) return 'password';
  return undefined;
};
