import { isPlaceholder, isRandom } from '../looks-secret.ts';
import { matchBroken } from './broken-lines.ts';
import type { PlaceRule } from './finding-range.ts';

const USER_INFO = /:\/\/([^\s/:@"'`<>«»\\]{0,128}):([^\s@"'`<>«»]{1,256})@(?=[\w.[${%-])/y;

/** The password of a URL, after the `://`. */
export const urlPassword: PlaceRule = (text, start, found) => {
  USER_INFO.lastIndex = start;
  const match = USER_INFO.exec(text);
  const [, user = '', password = ''] = match ?? [];
  if (
    match === null ||
    password.length < 3 ||
    /^\d{1,5}\//.test(password) ||
    isPlaceholder(password) ||
    /^(?:pass(?:word)?|pwd)$/i.test(password)
  )
    return;
  if (password === 'x-oauth-basic') {
    const at = start + 3;
    found.push({ kind: 'url-password', start: at, end: at + user.length, secret: user, doubt: 2 });
    return;
  }
  const end = start + match[0].length - 1;
  found.push({ kind: 'url-password', start: end - password.length, end, secret: password, doubt: 2 });
};

const SCHEME_VALUE = /(?:bearer|basic)(?:\s+|%20|\+)([A-Za-z0-9._~+/-]{12,8192}={0,2})/iy;

const isUserAndPassword = (encoded: string): boolean =>
  /^[\x20-\x7e]+:[\x20-\x7e]{3,}$/.test(Buffer.from(encoded, 'base64').toString('latin1'));

/** `Bearer …` and `Basic …`, wherever they stand. */
export const authorizationScheme: PlaceRule = (text, start, found) => {
  SCHEME_VALUE.lastIndex = start;
  const match = SCHEME_VALUE.exec(text);
  const secret = match?.[1] ?? '';
  if (match === null || isPlaceholder(secret)) return;
  if (!isUserAndPassword(secret) && !(isRandom(secret) && /\d/.test(secret))) return;
  const end = start + match[0].length;
  found.push({ kind: 'authorization', start: end - secret.length, end, secret, doubt: 2 });
};

const QUERY_VALUE =
  /[?&;](?:amp;)?(?:sig|key|code|x-amz-signature|x-amz-credential|x-amz-security-token|x-goog-signature|awsaccesskeyid)=([\w%~.+/-]{16,4096}={0,2})/iy;

/** Signatures and keys in the query of a URL, from the `?` or `&` on. */
export const queryValue: PlaceRule = (text, start, found) => {
  QUERY_VALUE.lastIndex = start;
  const match = QUERY_VALUE.exec(text);
  const secret = match?.[1] ?? '';
  if (match === null || !isRandom(secret) || !/\d/.test(secret)) return;
  const end = start + match[0].length;
  found.push({ kind: 'url-signature', start: end - secret.length, end, secret, doubt: 2 });
};

const AZURE_CLIENT_SECRET = /[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/y;

/** Azure's client secrets carry their sign, a digit and `Q~`, after three characters. */
export const azureClientSecret: PlaceRule = (text, start, found) => {
  if (start < 3) return;
  const match = matchBroken(text, start - 3, AZURE_CLIENT_SECRET);
  if (match === undefined) return;
  found.push({ kind: 'azure-client-secret', start: start - 3, end: match.end, secret: match.value, doubt: 0 });
};

const AZURE_KEY = /(?:AccountKey|SharedAccessKey|SharedSecretKey)\s*=\s*([A-Za-z0-9+/]{40,88}={0,2})/y;

/** The key in an Azure connection string. */
export const azureConnectionKey: PlaceRule = (text, start, found) => {
  AZURE_KEY.lastIndex = start;
  const match = AZURE_KEY.exec(text);
  const secret = match?.[1];
  if (match === null || secret === undefined) return;
  const end = start + match[0].length;
  found.push({ kind: 'azure-key', start: end - secret.length, end, secret, doubt: 0 });
};

const TELEGRAM = /\d{8,10}:AA[\w-]{32,34}(?![\w-])/y;

/** A Telegram bot token, found by the `:AA` in its middle. */
export const telegramToken: PlaceRule = (text, start, found) => {
  let from = start;
  while (from > 0 && start - from < 10 && /\d/.test(text[from - 1] as string)) from--;
  const match = matchBroken(text, from, TELEGRAM);
  if (match === undefined) return;
  found.push({ kind: 'telegram-token', start: from, end: match.end, secret: match.value, doubt: 0 });
};

const CURL_USER = /-(?:u|-user)[ =]+\\*["']?([^\s:"']{1,64}):([^\s"'\\]{4,256})/y;

/** `curl -u name:password`. */
export const curlUser: PlaceRule = (text, start, found) => {
  CURL_USER.lastIndex = start;
  const match = CURL_USER.exec(text);
  const secret = match?.[2] ?? '';
  if (match === null || isPlaceholder(secret) || !/curl\b/.test(text.slice(Math.max(0, start - 200), start))) return;
  if (/^\d+$/.test(secret) || secret.includes('«')) return;
  const end = start + match[0].length;
  found.push({ kind: 'password', start: end - secret.length, end, secret, doubt: 2 });
};
