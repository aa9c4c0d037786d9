/** Made-up secrets for tests, put together from pieces so that no scanner takes this file for a leak. */
export interface Canary {
  name: string;
  /** What must be found nowhere afterwards. */
  secret: string;
  /** As it stands in a text, with what gives it away. */
  text: string;
}

const DIGITS = '0123456789';
const SMALL = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS = SMALL + SMALL.toUpperCase();
const ALPHANUMERIC = LETTERS + DIGITS;

/** Looks random and is the same every time. */
export const lot = (length: number, alphabet: string, seed: number): string => {
  let state = (seed * 2654435761 + 12345) >>> 0;
  let result = '';
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    result += alphabet[(state >>> 8) % alphabet.length];
  }
  return result;
};

const an = (length: number, seed: number): string => lot(length, ALPHANUMERIC, seed);
const hex = (length: number, seed: number): string => lot(length, `${DIGITS}abcdef`, seed);
const base64 = (length: number, seed: number): string => lot(length, `${ALPHANUMERIC}+/`, seed);
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

const bare = (name: string, secret: string): Canary => ({ name, secret, text: secret });
const beside = (name: string, secret: string, before: string, after = ''): Canary => ({
  name,
  secret,
  text: before + secret + after,
});

export const jwt = [
  base64url('{"alg":"HS256","typ":"JWT"}'),
  base64url('{"sub":"1234567890","admin":true}'),
  an(43, 1),
].join('.');

const pemLines = Array.from(
  { length: 12 },
  (_, line) => (line === 0 ? 'MII' : '') + base64(line === 0 ? 61 : 64, 100 + line),
);
const pemName = ['PRIVATE', 'KEY'].join(' ');
export const pemBegin = `-----BEGIN RSA ${pemName}-----`;
export const pemEnd = `-----END RSA ${pemName}-----`;
export const pemBody: readonly string[] = pemLines;
export const pem = [pemBegin, ...pemLines, pemEnd].join('\n');

/** Tokens that their own prefix gives away. */
export const tokenCanaries: readonly Canary[] = [
  bare('AWS access key', `AKIA${lot(16, `${SMALL.toUpperCase()}234567`, 2)}`),
  bare('AWS temporary key', `ASIA${lot(16, `${SMALL.toUpperCase()}234567`, 3)}`),
  bare('GitHub token', `ghp_${an(36, 4)}`),
  bare('GitHub app token', `ghs_${an(36, 5)}`),
  bare('GitHub fine-grained token', `github_pat_${an(22, 6)}_${an(59, 7)}`),
  bare('GitLab token', `glpat-${an(20, 8)}`),
  bare('Slack bot token', `xoxb-${lot(12, DIGITS, 9)}-${lot(12, DIGITS, 10)}-${an(24, 11)}`),
  bare('Slack app token', `xapp-1-A${an(10, 12)}-${lot(13, DIGITS, 13)}-${hex(64, 14)}`),
  beside('Slack webhook', `T${an(8, 15)}/B${an(10, 16)}/${an(24, 17)}`, 'https://hooks.slack' + '.com/services/'),
  bare('npm token', `npm_${an(36, 18)}`),
  bare('PyPI token', `pypi-AgEIcHlwaS5vcmc${an(90, 19)}`),
  bare('Stripe key', `sk_live_${an(24, 20)}`),
  bare('Stripe restricted key', `rk_live_${an(24, 21)}`),
  bare('webhook secret', `whsec_${an(32, 22)}`),
  bare('OpenAI key', `sk-${an(20, 23)}T3BlbkFJ${an(20, 24)}`),
  bare('OpenAI project key', `sk-proj-${an(74, 25)}T3BlbkFJ${an(74, 26)}`),
  bare('Anthropic key', `sk-ant-api03-${an(93, 27)}AA`),
  bare('OpenRouter key', `sk-or-v1-${hex(64, 28)}`),
  bare('Google API key', `AIzaSy${an(33, 29)}`),
  bare('Google OAuth secret', `GOCSPX-${an(28, 30)}`),
  bare('Google access token', `ya29.a0${an(80, 31)}`),
  bare('Hugging Face token', `hf_${lot(34, LETTERS, 32)}`),
  bare('Twilio key', `SK${hex(32, 33)}`),
  bare('SendGrid key', `SG.${an(22, 34)}.${an(43, 35)}`),
  bare('Mailgun key', `key-${hex(32, 36)}`),
  bare('Shopify token', `shpat_${hex(32, 37)}`),
  bare('Groq key', `gsk_${an(52, 38)}`),
  bare('Linear key', `lin_api_${an(40, 39)}`),
  bare('Notion token', `ntn_${lot(11, DIGITS, 40)}${an(35, 41)}`),
  bare('Grafana service account', `glsa_${an(32, 42)}_${hex(8, 43)}`),
  bare('Grafana cloud token', `glc_${an(60, 44)}`),
  bare('1Password token', `ops_ey${an(150, 45)}fQ==`),
  bare('Vault token', `hvs.${an(95, 46)}`),
  bare('Vercel token', `vcp_${an(40, 47)}`),
  bare('Databricks token', `dapi${hex(32, 48)}`),
  bare('Docker token', `dckr_pat_${an(27, 49)}`),
  bare('Figma token', `figd_${an(43, 50)}`),
  bare('Cloudflare token', `cfut_${an(40, 51)}${hex(8, 52)}`),
  bare('Tailscale key', `tskey-auth-${an(12, 53)}-${an(32, 54)}`),
  bare('DigitalOcean token', `dop_v1_${hex(64, 55)}`),
  bare('age key', `AGE-SECRET-KEY-1${lot(58, `${SMALL.toUpperCase()}234567`, 56)}`),
  bare('Azure client secret', `${an(3, 57)}8Q~${an(34, 58)}`),
  bare('Telegram token', `${lot(9, '123456789', 59)}:AA${an(33, 60)}`),
  bare('NATS seed', `SUA${lot(55, `${SMALL.toUpperCase()}234567`, 61)}`),
  bare('JSON web token', jwt),
];

/** Secrets that only their surroundings give away. */
const placedCanaries: readonly Canary[] = [
  beside('AWS secret key', base64(40, 62), 'AWS_SECRET_ACCESS_KEY='),
  beside('AWS secret key in code', base64(40, 63), 'secretAccessKey: "', '"'),
  beside('AWS secret key beside its id', base64(40, 64), `AKIA${lot(16, SMALL.toUpperCase(), 65)},`),
  beside('environment password', 'correct-horse-battery', 'export DB_PASSWORD='),
  beside('environment secret', an(24, 66), 'SESSION_SECRET="', '"'),
  beside('YAML password', 'Tr0ub4dor&3x', 'password: "', '"'),
  beside('flag', an(20, 67), 'deploy --api-key ', ' --verbose'),
  beside('flag with equals sign', `${an(10, 68)}7!`, 'mysqldump --password=', ' db'),
  beside('bearer header', an(40, 69), 'curl -H "Authorization: Bearer ', '" https://api.example.org'),
  beside('basic header', Buffer.from(`ada:${an(12, 70)}`).toString('base64'), 'authorization: Basic '),
  beside('API key header', hex(32, 71), 'x-api-key: '),
  beside('password in a URL', `${an(12, 72)}!`, 'postgres://app:', '@db.internal:5432/app'),
  beside(
    'Azure storage key',
    `${base64(86, 73)}==`,
    'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=',
    ';EndpointSuffix=core',
  ),
  beside('Azure SAS', `${an(42, 74)}%3D`, 'https://shop.blob.example.net/c?sv=2024-01-01&sig='),
  beside('npm auth', hex(36, 75), '//registry.example.org/:_authToken='),
  beside(
    'docker auth',
    Buffer.from(`ada:${an(16, 76)}`).toString('base64'),
    '{"auths":{"r.example.org":{"auth":"',
    '"}}}',
  ),
  beside('Twilio auth token', hex(32, 77), 'TWILIO_AUTH_TOKEN='),
  beside('prose', an(24, 78), 'my api key is ', ', please use it'),
  beside('environment password in YAML', `${lot(6, SMALL, 81)}123`, 'MYSQL_ROOT_PASSWORD: '),
  beside('netrc', `${an(12, 82)}4`, 'machine example.org login ada password '),
  beside('configuration command', base64(40, 83), 'aws configure set aws_secret_access_key '),
  beside('password with signs', 'Tr0ub4dor&3!', 'the password is '),
  beside('XML', an(18, 79), '<password>', '</password>'),
  beside('curl user', `${an(10, 80)}x1`, 'curl -u ada:', ' https://example.org'),
];

export const canaries: readonly Canary[] = [...tokenCanaries, ...placedCanaries];
