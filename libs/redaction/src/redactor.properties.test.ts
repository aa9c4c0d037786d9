import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canaries } from './canaries.ts';
import { createRedactor, mayContainSecret } from './index.ts';
import { runSecretlint } from './secretlint.ts';

const open = () => createRedactor({ key: 'tenant key' });

const glue = fc.constantFrom(
  ' ',
  '\n',
  '\t',
  '"',
  '\\n',
  ': ',
  '=',
  '" +\n "',
  ',',
  '{',
  '}',
  '«',
  '»',
  '+',
  '  4\t',
  'password=',
  '<private>',
);
const canary = fc.constantFrom(...canaries);
const text = fc
  .array(
    fc.oneof(
      glue,
      fc.string({ maxLength: 12 }),
      canary.map((it) => it.text),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const json = fc.jsonValue({ maxDepth: 4 });

test('redacting twice is redacting once', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (it) => {
      const once = await open().redactText(it);
      expect(await open().redactText(once)).toBe(once);
    }),
    { numRuns: 1000 },
  );
});

test('a batch gives what single values give', async () => {
  await fc.assert(
    fc.asyncProperty(canary, json, async (it, other) => {
      const values = [other, { text: `x ${it.text}` }, it.text];
      const together = await open().redactAll<unknown>(values);
      const redactor = open();
      const alone = [];
      for (const value of values) alone.push(await redactor.redact<unknown>(value));
      expect(together).toEqual(alone);
    }),
  );
});

test('values without secrets come back as they went in', async () => {
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const { value: redacted, findings } = await open().redact(value);
      if (findings.length === 0) expect(redacted).toBe(value);
      expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test('a canary is never left, whatever stands around it', async () => {
  await fc.assert(
    fc.asyncProperty(canary, fc.lorem(), fc.lorem(), async (it, before, after) => {
      const { value } = await open().redact({ text: `${before}\n${it.text}\n${after}`, list: [it.text] });
      expect(JSON.stringify(value)).not.toContain(JSON.stringify(it.secret).slice(1, -1));
    }),
    { numRuns: 500 },
  );
});

test('the quick look misses nothing that Secretlint finds', async () => {
  const found: string[] = [];
  await fc.assert(
    fc.asyncProperty(text, async (it) => {
      const [ranges] = await runSecretlint([it]);
      if (ranges?.length === 0) return;
      found.push(it);
      expect(mayContainSecret(it)).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(found.length).toBeGreaterThan(50);
});

test.each([
  ['prefixes without tokens', 'sk-a sk-b ghp_ key- '],
  ['names without values', 'token password="'],
  ['headers without keys', `-----BEGIN ${'PRIVATE'} KEY-----\n`],
  ['footers without keys', `${'A1b2'.repeat(16)}\n-----END ${'PRIVATE'} KEY-----x`],
  ['URLs without passwords', 'https://a:b:c:'],
  ['broken prefixes', 'gh\nsk\nAK\n'],
  ['broken tokens', 'ghp_\n'],
  ['broken random tokens', 'sk-\n'],
  ['backslashes', '\\\\\\n'],
  ['quotes', '"\n"'],
  ['spaces', ' \t'],
  ['base64', 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo'],
])(
  'half a megabyte of %s comes to an end',
  async (_, piece) => {
    const redacted = await open().redactText(piece.repeat(Math.ceil(500_000 / piece.length)));
    expect(redacted.length).toBeGreaterThan(0);
  },
  // A rule that went back and forth over the text would take hours; how many seconds it takes is not for a test to say.
  300_000,
);

test('Secretlint in one document finds what it finds text by text', async () => {
  const texts = canaries.map((it) => it.text);
  const alone = [];
  for (const it of texts) alone.push(...(await runSecretlint([it])));
  expect(await runSecretlint(texts)).toEqual(alone);
});

const innocent: Record<string, string> = {
  'a git hash': 'commit 9fceb02d0ae598e95dc970b74767f19372d61af8 (HEAD -> main)',
  'a UUID': 'session 3f2504e0-4f89-41d3-9a0c-0305e82c3301 started',
  'an integrity hash':
    '"integrity": "sha512-Hd0FOYCqq+4IuGnMyOZNqYZzmAMCcAHCFnIVbJM1vYZQ4Qv3ZyqbOrGOs1yTmVwT4NIOxM1kSp0ZQ1pZ1ZcQ8g=="',
  'a data image': `<img src="data:image/png;base64,${'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk'.repeat(3)}">`,
  'a path': 'token file: /home/ada/.config/tool/token.json, key path /etc/ssl/private/server.key',
  'a type': 'interface Login { password: string; apiKey?: string | undefined; token: Uint8Array }',
  'a count': '{"token_count": 1234, "max_tokens": 4096, "input_tokens": 100000, "token": 5}',
  'a variable': 'const password = process.env.DB_PASSWORD ?? config.password; const token = getToken(user2.id);',
  'a template': `API_KEY=$API_KEY DB_PASSWORD=$\{{ secrets.DB_PASSWORD }} TOKEN=<your-token-here> KEY={{key}}`,
  'a schema': 'password: z.string().min(8), token: z.uuid(), secret: secretSchema.optional()',
  'minified code': 'function a(e,t){return e.token=t.token,e.key=t,!0}var r=n(12),o=r.secret;',
  'a mention of a key file': "if (text.includes('-----BEGIN PRIVATE KEY-----')) throw new Error('no keys');",
  'a label': '{"password": "Password", "token": "Access token", "secret": "Client secret"}',
  'a URL': 'see https://example.org:8080/a/b@2.0 and http://localhost:3000/@scope/pkg, git@github.com:a/b.git',
  'a package': '"@secretlint/core": "13.0.7", "jsonwebtoken": "9.0.2", "keyv": "5.3.4"',
};

test.each(Object.entries(innocent))('leaves %s alone', async (_, it) => {
  expect(await open().redactText(it)).toBe(it);
});

test('leaves our own sources alone', async () => {
  const folder = fileURLToPath(new URL('../../', import.meta.url));
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /src\/.*\.ts$/.test(name) && !/node_modules|\.test\.ts$|redaction\/src/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const redacted = await open().redactAll(sources);
  expect(redacted.flatMap(({ findings }) => findings)).toEqual([]);
});

const recordings = fileURLToPath(new URL('../../../test/recordings/', import.meta.url));

test('leaves what harnesses sent in recordings alone', async () => {
  const lines = readdirSync(recordings, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(recordings, name), 'utf8').split('\n'))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
  expect((await open().redactAll(lines)).flatMap(({ findings }) => findings)).toEqual([]);
});
