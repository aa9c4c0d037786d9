import { expect, test } from 'vitest';
import { debianMirror, parseDeb822Sources, parseOneLineSources, sidSourceLine } from './sources-list.ts';

test('reads binary sources in the one-line format with their keyring', () => {
  const text = `# main
deb [arch=amd64 signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian bookworm main contrib # comment
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/other stable extra`;

  expect(parseOneLineSources(text)).toEqual([
    {
      uri: 'http://mirror.example/debian',
      suites: ['bookworm'],
      components: ['main', 'contrib'],
      signedBy: '/usr/share/keyrings/a.gpg',
    },
    { uri: 'http://mirror.example/other', suites: ['stable'], components: ['extra'] },
  ]);
});

test('reads paragraphs of the deb822 format, without those that are switched off or hold source code', () => {
  const text = `Types: deb deb-src
# an older address
URIs: http://one.example/debian http://two.example/debian
Suites: trixie trixie-updates
Components: main
Signed-By: /usr/share/keyrings/a.gpg

Types: deb
URIs: http://off.example/debian
Suites: trixie
Components: main
Enabled: no

Types: deb-src
URIs: http://source.example/debian
Suites: trixie
Components: main
`;

  expect(parseDeb822Sources(text).map(({ uri, suites, signedBy }) => [uri, suites, signedBy])).toEqual([
    ['http://one.example/debian', ['trixie', 'trixie-updates'], '/usr/share/keyrings/a.gpg'],
    ['http://two.example/debian', ['trixie', 'trixie-updates'], '/usr/share/keyrings/a.gpg'],
  ]);
});

test('leaves out a key that stands in the file itself', () => {
  const text = `Types: deb
URIs: http://one.example/debian
Suites: sid
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc
`;

  expect(parseDeb822Sources(text)).toEqual([
    { uri: 'http://one.example/debian', suites: ['sid'], components: ['main'] },
  ]);
});

test('takes the main archive for the mirror, not security updates or third parties', () => {
  const sources = parseOneLineSources(`deb http://packages.example/tool stable main
deb http://security.example/debian-security bookworm-security main
deb http://mirror.example/debian/ bookworm main`);

  expect(debianMirror(sources)?.uri).toBe('http://mirror.example/debian/');
  expect(debianMirror(sources.slice(0, 2))).toBeUndefined();
});

test('writes one line that adds sid', () => {
  const source = { uri: 'http://mirror.example/debian', suites: ['bookworm'], components: ['main'] };

  expect(sidSourceLine(source)).toBe('deb http://mirror.example/debian sid main\n');
  expect(sidSourceLine({ ...source, signedBy: '/k.gpg' })).toBe(
    'deb [signed-by=/k.gpg] http://mirror.example/debian sid main\n',
  );
});
