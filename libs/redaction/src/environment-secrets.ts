import { isPlaceholder } from './looks-secret.ts';
import { secretName } from './secret-names.ts';

const VALUE_LENGTH_MIN = 8;
const NOT_A_SECRET = /^(?:~?\/|\.{0,2}\/|[A-Za-z]:\\|\d+(?:\.\d+)?$|unix:|SHA256:)/;
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s@]+)@/i;

/**
 * The variables that hold secrets: by their name, or by a password in a URL. The caller passes its environment; values
 * shorter than 8 characters, paths and numbers are left out, since marking them would hit ordinary text.
 */
export const pickEnvironmentSecrets = (
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> => {
  const secrets: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) continue;
    const password = URL_WITH_PASSWORD.exec(value)?.[1];
    const secret = password ?? (secretName(name) === undefined ? undefined : value.trim());
    if (secret === undefined || secret.length < VALUE_LENGTH_MIN) continue;
    if (NOT_A_SECRET.test(secret) || isPlaceholder(secret)) continue;
    secrets[name] = secret;
  }
  return secrets;
};
