import { createHash } from 'node:crypto';

/** A made-up secret of one kind in one place. Every place has its own, so that each has to be found where it stands. */
export interface Canary {
  readonly name: string;
  /** What must be found nowhere. More than one where the secret has several lines. */
  readonly secrets: readonly string[];
  /** As it stands in a text, with what gives it away. */
  readonly text: string;
}

const digits = '0123456789';
const small = 'abcdefghijklmnopqrstuvwxyz';
const capitals = small.toUpperCase();
const alphanumeric = small + capitals + digits;

/** Puts the canaries of a place together, here and now, so that no file of the repository holds one. */
export function canariesOf(place: string): Canary[] {
  const lot = (length: number, alphabet: string, name: string) => lotOf(length, alphabet, `${place}\n${name}`);
  const an = (length: number, name: string) => lot(length, alphanumeric, name);
  const hex = (length: number, name: string) => lot(length, `${digits}abcdef`, name);
  const base64 = (length: number, name: string) => lot(length, `${alphanumeric}+/`, name);
  const canary = (name: string, secret: string, before = '', after = ''): Canary => ({
    name: `${name} in ${place}`,
    secrets: [secret],
    text: before + secret + after,
  });
  const pem = Array.from({ length: 8 }, (_, line) => base64(64, `pem ${line}`));
  const pemName = ['PRIVATE', 'KEY'].join(' ');
  const broken = `ghp_${an(36, 'broken')}`;
  const privateWords = `the merger with ${an(10, 'private')} is on friday`;
  return [
    canary('AWS key id', `AKIA${lot(16, `${capitals}234567`, 'akia')}`),
    canary('AWS secret key', base64(40, 'aws secret'), 'AWS_SECRET_ACCESS_KEY='),
    canary('GitHub token', `ghp_${an(36, 'ghp')}`),
    canary('GitHub fine-grained token', `github_pat_${an(22, 'pat 1')}_${an(59, 'pat 2')}`),
    canary('GitLab token', `glpat-${an(20, 'glpat')}`),
    canary('Slack token', `xoxb-${lot(12, digits, 'x1')}-${lot(12, digits, 'x2')}-${an(24, 'x3')}`),
    canary('npm token', `npm_${an(36, 'npm')}`),
    canary('PyPI token', `pypi-AgEIcHlwaS5vcmc${an(90, 'pypi')}`),
    canary('Stripe key', `sk_live_${an(24, 'stripe')}`),
    canary('OpenAI key', `sk-proj-${an(74, 'oa 1')}T3BlbkFJ${an(74, 'oa 2')}`),
    canary('Anthropic key', `sk-ant-api03-${an(93, 'ant')}AA`),
    canary('Google key', `AIzaSy${an(33, 'google')}`),
    canary('SendGrid key', `SG.${an(22, 'sg 1')}.${an(43, 'sg 2')}`),
    canary('Hugging Face token', `hf_${lot(34, small + capitals, 'hf')}`),
    canary('Azure storage key', `${base64(86, 'azure')}==`, 'AccountName=shop;AccountKey=', ';EndpointSuffix=core'),
    canary('JSON web token', jwtOf(an(16, 'jwt sub'), an(43, 'jwt'))),
    canary('bearer header', an(40, 'bearer'), 'curl -H "Authorization: Bearer ', '" https://api.example.org'),
    canary('basic header', Buffer.from(`ada:${an(14, 'basic')}`).toString('base64'), 'Authorization: Basic '),
    canary('URL password', `${an(14, 'url')}7`, 'postgres://app:', '@db.internal:5432/shop'),
    canary('.env password', `${an(16, 'env')}9`, 'DB_PASSWORD='),
    canary('.env session secret', hex(48, 'session'), 'SESSION_SECRET="', '"'),
    canary('API key in YAML', an(32, 'yaml'), 'api_key: '),
    canary('Docker login', Buffer.from(`ada:${an(18, 'docker')}`).toString('base64'), '{"auth":"', '"}'),
    {
      name: `private key in ${place}`,
      secrets: pem,
      text: [`-----BEGIN RSA ${pemName}-----`, ...pem, `-----END RSA ${pemName}-----`].join('\n'),
    },
    {
      name: `token over two lines in ${place}`,
      secrets: [broken.slice(0, 24), broken.slice(24)],
      text: `TOKEN="${broken.slice(0, 24)}\\\n    ${broken.slice(24)}"`,
    },
    { name: `private words in ${place}`, secrets: [privateWords], text: `<private>${privateWords}</private>` },
  ];
}

/** A text with all canaries of a place, each on lines of its own. */
export function textWith(canaries: readonly Canary[]): string {
  return canaries.map(({ text }, index) => `line ${index} is ordinary\n${text}\n`).join('');
}

function lotOf(length: number, alphabet: string, name: string): string {
  let bytes = Buffer.alloc(0);
  for (let round = 0; bytes.length < length; round += 1) {
    bytes = Buffer.concat([bytes, createHash('sha256').update(`canary\n${name}\n${round}`).digest()]);
  }
  return Array.from({ length }, (_, at) => alphabet[bytes[at]! % alphabet.length]!).join('');
}

function jwtOf(subject: string, signature: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return [part({ alg: 'HS256', typ: 'JWT' }), part({ sub: subject, admin: true }), signature].join('.');
}
