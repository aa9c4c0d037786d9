import { describe, expect, test } from 'vitest';
import { type Canary, canaries, jwt, lot, pem, pemBegin, pemBody, pemEnd, tokenCanaries } from './canaries.ts';
import { createRedactor, mayContainSecret, NestingError, pickEnvironmentSecrets } from './index.ts';

const open = (environmentSecrets: Record<string, string> = {}) =>
  createRedactor({ key: 'tenant key', environmentSecrets });

/** What is left of each canary after redaction: nothing is what we want. */
const leaks = async (wrap: (canary: Canary) => unknown): Promise<string[]> => {
  const found: string[] = [];
  for (const canary of canaries) {
    const { value } = await open().redact(wrap(canary));
    const text = JSON.stringify(value);
    if (text.includes(canary.secret) || text.includes(JSON.stringify(canary.secret).slice(1, -1))) {
      found.push(canary.name);
    } else if (!text.includes('«secret:')) found.push(`${canary.name}: no mark`);
  }
  return found;
};

describe('finds every canary', () => {
  test('in a prompt', async () => {
    expect(await leaks(({ text }) => ({ prompt: `Please use ${text} for this.\nThanks` }))).toEqual([]);
  });

  test('as a whole text', async () => {
    expect(await leaks(({ text }) => text)).toEqual([]);
  });

  test('in a nested tool input', async () => {
    expect(await leaks(({ text }) => ({ tool_input: { edits: [{ new_string: `a\n${text}\nb` }] } }))).toEqual([]);
  });

  test('in output with line numbers', async () => {
    expect(await leaks(({ text }) => ({ stdout: `     1\tfirst\n     2\t${text}\n     3\tlast` }))).toEqual([]);
    expect(await leaks(({ text }) => ({ stdout: `1→first\n2→${text}\n3→last` }))).toEqual([]);
  });

  test('in a diff', async () => {
    expect(await leaks(({ text }) => ({ patch: `@@ -1,2 +1,3 @@\n context\n-old\n+${text}\n context` }))).toEqual([]);
  });

  test('in JSON inside a string, once and twice', async () => {
    const once = (text: string) => JSON.stringify({ file: { content: `first\n${text}\nlast` } });
    expect(await leaks(({ text }) => ({ arguments: once(text) }))).toEqual([]);
    expect(await leaks(({ text }) => ({ arguments: JSON.stringify({ inner: once(text) }) }))).toEqual([]);
  });

  test('in an object key', async () => {
    expect(await leaks(({ text }) => ({ headers: { [text]: 1 } }))).toEqual([]);
  });
});

const brokenBy = (seam: string) => async () => {
  const left: string[] = [];
  for (const { name, secret } of tokenCanaries.filter((canary) => canary.secret === canary.text)) {
    for (const at of [Math.ceil(secret.length / 2), secret.length - 9]) {
      const text = `KEY="${secret.slice(0, at)}${seam}${secret.slice(at)}" # end`;
      const result = await open().redactText(text);
      if (result.includes(secret.slice(0, at)) || result.includes(secret.slice(at))) left.push(`${name} at ${at}`);
    }
  }
  expect(left).toEqual([]);
};

describe('finds a token broken by', () => {
  test('a new line', brokenBy('\n'));
  test('an indented new line', brokenBy('\r\n      '));
  test('a line continuation', brokenBy('\\\n'));
  test('a concatenation', brokenBy('" +\n    "'));
  test('an implicit concatenation', brokenBy('"\n    "'));
  test('a numbered line', brokenBy('\n     3\t'));
  test('a numbered line with an arrow', brokenBy('\n    13→'));
  test('a diff sign', brokenBy('\n+'));
  test('an indented line of a diff', brokenBy('\\\n+    '));
  test('an escaped new line', brokenBy('\\n    '));
});

test('finds a token broken within its prefix', async () => {
  const left: string[] = [];
  for (const { name, secret } of tokenCanaries.filter((canary) => /^[A-Z]{4}|^[a-z]{2,}[-_]/.test(canary.secret))) {
    const text = `first\n  ${secret.slice(0, 2)}\\\n    ${secret.slice(2)}\nlast`;
    if ((await open().redactText(text)).includes(secret.slice(2))) left.push(name);
  }
  expect(left).toEqual([]);
});

describe('in a list of lines, as a patch has them', () => {
  const hunk = (text: string) => ({ lines: [' before', ...text.split('\n').map((line) => `+${line}`), ' after'] });

  test('finds a private key, and keeps the number of lines and their signs', async () => {
    const { value, findings } = await open().redact(hunk(pem));

    expect(pemBody.filter((line) => JSON.stringify(value).includes(line))).toEqual([]);
    expect(value.lines.map((line) => line[0])).toEqual(hunk(pem).lines.map((line) => line[0]));
    expect(value.lines.at(0)).toBe(' before');
    expect(value.lines.at(-1)).toBe(' after');
    expect(findings).toContainEqual({ kind: 'private-key', path: '/lines', mark: findings[0]?.mark });
  });

  test('finds a broken token', async () => {
    const [{ secret }] = tokenCanaries.filter(({ name }) => name === 'GitHub token') as [Canary];
    const { value } = await open().redact(hunk(`TOKEN="${secret.slice(0, 20)}\\\n    ${secret.slice(20)}"`));

    expect(JSON.stringify(value)).not.toContain(secret.slice(0, 20));
    expect(JSON.stringify(value)).not.toContain(secret.slice(20));
  });

  test('takes out what is private', async () => {
    const { value } = await open().redact(hunk('a <private>the\nmerger is\non friday</private> b'));

    expect(value.lines).toEqual([' before', '+a «private»', '+«private»', '+«private» b', ' after']);
  });

  test('a list without secrets is the same object', async () => {
    const list = hunk('const a = 1;\nconst b = 2;');
    expect((await open().redact(list)).value).toBe(list);
  });
});

describe('finds a private key', () => {
  const numbered = pem.split('\n').map((line, index) => `${String(index + 1).padStart(6)}\t${line}`);
  const forms: Record<string, string> = {
    'as a block': pem,
    'escaped as JSON': JSON.stringify({ private_key: `${pem}\n` }),
    'escaped twice': JSON.stringify(JSON.stringify({ private_key: pem })),
    'with line numbers': numbered.join('\n'),
    'in a diff': pem.replace(/^/gm, '+'),
    'in an environment line': `KEY="${pem.replaceAll('\n', '\\n')}"`,
    'concatenated in code': pem
      .split('\n')
      .map((line) => `"${line}\\n"`)
      .join(' +\n  '),
    'without its end': [pemBegin, ...pemBody.slice(0, 5)].join('\n'),
    'without its end, numbered': numbered.slice(0, 6).join('\n'),
    'without its beginning': [...pemBody.slice(3), pemEnd].join('\n'),
    'on one line': `${pemBegin}${pemBody.join('')}${pemEnd}`,
  };
  for (const [form, text] of Object.entries(forms)) {
    test(form, async () => {
      const result = await open().redactText(`before\n${text}\nafter this`);

      expect(pemBody.filter((line) => result.includes(line))).toEqual([]);
      expect(result).toMatch(/^before\n/);
      expect(result).toMatch(/after this$/);
    });
  }

  test('and its lines again where they stand alone', async () => {
    const redactor = open();
    await redactor.redactText(pem);

    expect(await redactor.redactText(`     7\t${pemBody[6]}`)).not.toContain(pemBody[6]);
  });

  test('gives one mark to one key, however it is written', async () => {
    const marks = await Promise.all(
      [pem, JSON.stringify(pem)].map(async (text) => (await open().redact(text)).findings[0]?.mark),
    );
    expect(marks[0]).toBe(marks[1]);
  });
});

describe('values under a telling name', () => {
  const secret = lot(24, 'abcdefghijkmnpqrstuvwxyz0123456789ABCDEFG', 7);
  test.each([
    ['a field', { config: { api_key: secret } }],
    ['a list under a field', { tokens_used: 1, api_token: [secret] }],
    ['an environment object', { env: { MY_SECRET: secret } }],
    ['a name beside its value', { env: [{ name: 'GITHUB_TOKEN', value: secret }] }],
    ['a flag in an argument list', ['deploy', '--token', secret]],
    ['a raw header list', ['Host', 'x', 'Authorization', `Bearer ${secret}`]],
  ])('%s', async (_, value) => {
    expect(JSON.stringify((await open().redact(value)).value)).not.toContain(secret);
  });

  test('say in the finding where, not what', async () => {
    const { findings, value } = await open().redact({ a: [{ 'x/y': { api_key: secret } }] });

    expect(findings).toEqual([
      { kind: 'token', path: '/a/0/x~1y/api_key', mark: expect.stringMatching(/^«secret:token:[0-9a-f]{12}»$/) },
    ]);
    expect(value).toEqual({ a: [{ 'x/y': { api_key: findings[0]?.mark } }] });
  });
});

describe('environment secrets', () => {
  const value = 'plain words as a passphrase';
  test.each([
    ['as they are', `x ${value} y`],
    ['in base64', Buffer.from(`user:${value}`).toString('base64')],
    ['encoded for a URL', `https://example.org/?q=${encodeURIComponent(value)}`],
    ['broken over lines', `plain words as a pass\\\n   phrase`],
  ])('are found %s', async (_, text) => {
    const redacted = await open({ MY_PASSPHRASE: value }).redactText(text);

    expect(redacted).toContain('«secret:environment:');
    expect(redacted).not.toContain(text);
  });

  test('are picked by name or by a password in a URL', () => {
    expect(
      pickEnvironmentSecrets({
        API_KEY: 'abcdefgh1234',
        DATABASE_URL: 'postgres://app:longpassword9@db/app',
        PATH: '/usr/bin',
        SSH_AUTH_SOCK: '/run/agent.sock',
        MAX_TOKENS: '12345678',
        SHORT_SECRET: 'abc',
        SECRET_FILE: '/run/secrets/a',
      }),
    ).toEqual({ API_KEY: 'abcdefgh1234', DATABASE_URL: 'longpassword9' });
  });
});

describe('marks', () => {
  const secret = tokenCanaries[2]?.secret as string;

  test('are equal for equal secrets of one tenant, wherever they stand', async () => {
    const first = await open().redactText(`a ${secret}`);
    const second = await open().redactText(`GH_TOKEN=${secret} b`);
    expect(second).toBe(`GH_TOKEN=${first.slice(2)} b`);
  });

  test('differ between tenants', async () => {
    const other = createRedactor({ key: new Uint8Array([1, 2, 3]) });
    expect(await other.redactText(secret)).not.toBe(await open().redactText(secret));
  });

  test('keep the kind and hash of a token that was broken', async () => {
    expect(await open().redactText(`${secret.slice(0, 20)}\\\n${secret.slice(20)}`)).toBe(
      await open().redactText(secret),
    );
  });

  test('need a key', () => {
    expect(() => createRedactor({ key: '' })).toThrow(/tenant key is empty/);
  });
});

describe('a secret found once', () => {
  const secret = lot(20, 'abcdefghijkmnpqrstuvwxyz0123456789ABCDEFG', 11);

  test('is found bare elsewhere in the batch, also before', async () => {
    const [before, , after] = await open().redactAll<unknown>([
      { a: `got ${secret}` },
      { api_key: secret },
      [`${secret}!`],
    ]);
    expect(JSON.stringify([before, after])).not.toContain(secret);
  });

  test('is found bare in a later call', async () => {
    const redactor = open();
    await redactor.redactText(`API_TOKEN=${secret}`);
    expect(await redactor.redactText(`echo ${secret}`)).not.toContain(secret);
  });

  test('is forgotten when many others came after it', async () => {
    const redactor = createRedactor({ key: 'k', rememberedMax: 2 });
    await redactor.redactText(`API_TOKEN=${secret}`);
    for (const seed of [1, 2, 3]) await redactor.redactText(`API_TOKEN=${lot(20, 'abcdefghijk0123456789XYZ', seed)}`);
    expect(await redactor.redactText(`echo ${secret}`)).toContain(secret);
  });
});

describe('private parts', () => {
  test.each([
    ['a <private>mine\nand mine</private> b', 'a «private» b'],
    ['a <private>never closed', 'a «private»'],
    ['<PRIVATE why="x">1</Private> <private>2</private>', '«private» «private»'],
    ['<private>a<private>b</private>c</private>d', '«private»d'],
    ['a privately <b>private</b> matter', 'a privately <b>private</b> matter'],
  ])('%j', async (text, expected) => {
    expect(await open().redactText(text)).toBe(expected);
  });
});

describe('structure', () => {
  test('what holds no secret is the same object', async () => {
    const value = { a: [1, true, null, 'text', { b: 2 }] };
    expect((await open().redact(value)).value).toBe(value);
  });

  test('only the path to a secret is copied', async () => {
    const value = { kept: { a: 1 }, changed: [pem, 5] };
    const { value: redacted } = await open().redact(value);
    expect(redacted.kept).toBe(value.kept);
    expect(redacted.changed[1]).toBe(5);
    expect(value.changed[0]).toBe(pem);
  });

  test('keys named like the prototype survive', async () => {
    const value = JSON.parse(`{"__proto__": {"a": ${JSON.stringify(jwt)}}}`) as object;
    const { value: redacted } = await open().redact(value);
    expect(JSON.stringify(redacted)).toMatch(/^\{"__proto__":\{"a":"«secret:json-web-token:[0-9a-f]{12}»"\}\}$/);
  });

  test('two keys that become one mark are both kept', async () => {
    const secret = tokenCanaries[2]?.secret as string;
    const { value } = await open().redact({
      [secret]: 1,
      [`${` ${secret}`.trim()}`]: 2,
      [`${secret.slice(0, 20)}\\\n${secret.slice(20)}`]: 3,
    });
    expect(Object.values(value)).toEqual([2, 3]);
  });

  test('too deep nesting is refused', async () => {
    let value: unknown = 'deep';
    for (let level = 0; level < 300; level++) value = [value];
    await expect(open().redact(value)).rejects.toThrow(NestingError);
  });
});

test('a comment in the text cannot switch the search off', async () => {
  const secret = tokenCanaries[2]?.secret as string;
  expect(await open().redactText(`secretlint-disable\n${secret}`)).not.toContain(secret);
});

test('every canary is worth a closer look', () => {
  expect(canaries.filter(({ text }) => !mayContainSecret(text)).map(({ name }) => name)).toEqual([]);
});
