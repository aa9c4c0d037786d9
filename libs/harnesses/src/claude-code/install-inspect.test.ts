import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyPlan } from '../install/index.ts';
import { planInstall } from './install.ts';
import { inspectInstall } from './install-inspect.ts';
import { busy, type Place, userPlace } from './install-place.ts';

describe('the doctor', () => {
  test('is content with a fresh installation', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));

    expect(inspectInstall(place.target)).toEqual([
      { level: 'ok', code: 'installed', message: expect.stringContaining('31 events') },
    ]);
  });

  const codes = (place: Place) => inspectInstall({ ...place.target, projectDir: place.root }).map(({ code }) => code);

  test.each<[string, (place: Place) => void, string]>([
    [
      'hooks that are switched off',
      (place) => place.write(`{"disableAllHooks":true,${place.text().slice(1)}`),
      'hooks-disabled',
    ],
    ['a missing event', (place) => place.write(place.text().replace('"Stop":', '"Stopp":')), 'events-missing'],
    ['a missing shim', (place) => rmSync(join(place.home, 'shims'), { recursive: true }), 'shim-missing'],
    [
      'a shim of another version',
      (place) => writeFileSync(join(place.home, 'shims/claude-code.sh'), 'exit 0'),
      'shim-outdated',
    ],
    [
      'a hook that captures nothing',
      (place) => writeFileSync(join(place.home, 'shims/claude-code.sh'), 'exit 0'),
      'probe-failed',
    ],
    [
      'a hook type nobody knows',
      (place) => place.write(place.text().replace('"command"', '"commando"')),
      'unknown-hook-type',
    ],
    ['a missing spool', (place) => rmSync(join(place.home, 'spool'), { recursive: true }), 'spool-unwritable'],
    ['broken settings', (place) => place.write('{'), 'settings-unreadable'],
    ['no hooks', (place) => place.write('{}'), 'not-installed'],
    [
      'hooks in two scopes',
      (place) => void applyPlan(planInstall({ ...place.target, scope: 'project', projectDir: place.root })),
      'twice',
    ],
    [
      'project hooks',
      (place) => void applyPlan(planInstall({ ...place.target, scope: 'project', projectDir: place.root })),
      'start-folder-only',
    ],
    [
      'hooks of another home',
      (place) => void applyPlan(planInstall({ ...place.target, home: join(place.root, 'other') })),
      'other-home',
    ],
  ])('finds %s', (_what, damage, code) => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));

    damage(place);

    expect(codes(place)).toContain(code);
  });
});
