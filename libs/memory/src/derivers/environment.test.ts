import { expect, test } from 'vitest';
import { deriveFrom, ran, type Told, tell, tellDays } from '../testing/story.ts';
import { environment } from './environment.ts';

const observe = (...steps: readonly Told[]) =>
  tellDays(steps).flatMap((story) => environment.observe(story).map(({ about, data }) => [about, data.version]));

test.each([
  ['node --version', 'v24.1.0\n', [['node', '24.1.0']]],
  ['python3 --version', 'Python 3.12.4', [['python', '3.12.4']]],
  ['/usr/bin/git --version', 'git version 2.50.1 (Apple Git-155)', [['git', '2.50.1']]],
  [
    'go version',
    'go version go1.25.1 darwin/arm64',
    [
      ['go', '1.25.1'],
      ['platform', 'darwin/arm64'],
    ],
  ],
  ['bun test', 'bun test v1.3.5 (1e86cebd)\n', [['bun', '1.3.5']]],
  [
    'pytest',
    'platform linux -- Python 3.11.4, pytest-8.0.0, pluggy-1.5',
    [
      ['pytest', '8.0.0'],
      ['python', '3.11.4'],
    ],
  ],
  ['uname -a', 'Linux box 6.8.0-31-generic #31 SMP x86_64 GNU/Linux', [['platform', 'linux/amd64']]],
  ['node --version && npm --version', 'v24.1.0\n11.2.0', []],
  ['cat notes.txt', 'we use node 20.1.0', []],
])('%s tells versions', (command, text, versions) => {
  expect(observe(ran(command, text)).sort()).toEqual(versions);
});

test('the latest version holds; what held before is kept with its dates', () => {
  const node = (day: number, version: string) =>
    tell({ session: `s${day}`, actor: 'ann', from: `2026-11-0${day}T10:00:00.000Z`, position: day * 10 }, [
      ran('node --version', `v${version}`),
    ]);
  const stories = [node(4, '24.1.0'), node(1, '22.9.0'), node(2, '22.9.0'), node(3, '24.1.0')];

  expect(deriveFrom(environment, stories)).toMatchObject([
    {
      home: 'person:ann@github.com/acme/shop',
      about: 'node',
      status: 'active',
      validFrom: '2026-11-03T10:01:00.000Z',
      statement: 'node is `24.1.0` since 2026-11-03 (2 sessions, last 2026-11-04; `22.9.0` until 2026-11-02)',
      details: { before: [{ version: '22.9.0', from: '2026-11-01T10:01:00.000Z', to: '2026-11-02T10:01:00.000Z' }] },
    },
  ]);
  expect(deriveFrom(environment, stories.slice(0, 2))).toMatchObject([{ status: 'proposed' }]);
});
