import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyPlan, applyUninstall } from '../install/index.ts';
import { planClaudeCodeUninstall, planInstall } from './install.ts';
import { busy, userPlace } from './install-place.ts';

describe('uninstalling', () => {
  test('removes the file and the folders it had made', () => {
    using place = userPlace(null);

    applyPlan(planInstall(place.target));
    const plan = planClaudeCodeUninstall(place.target);
    applyUninstall(plan);

    expect(plan.outcome).toBe('restore');
    expect(existsSync(place.configDir)).toBe(false);
    expect(readdirSync(join(place.home, 'shims'))).toEqual([]);
    expect(readdirSync(join(place.home, 'install'))).toEqual([]);
  });

  test('removes only our entries, and says so, when the settings were edited since', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));
    place.write(place.text().replace('"opus"', '"sonnet"'));

    const plan = planClaudeCodeUninstall(place.target);
    applyUninstall(plan);

    expect(plan).toMatchObject({ outcome: 'remove-entries', message: expect.stringContaining('edited since') });
    expect(place.json()).toEqual({ ...JSON.parse(busy), model: 'sonnet' });
    expect(place.text()).toContain('"unknownKey": [1,   2, {"a":null}]');
  });

  test('never brings back a backup that others have edited past, not even after installing again', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));
    place.write(place.text().replace('"opus"', '"sonnet"').replace('"timeout": 2', '"timeout": 1'));
    applyPlan(planInstall(place.target));

    applyUninstall(planClaudeCodeUninstall(place.target));

    expect(place.json()).toEqual({ ...JSON.parse(busy), model: 'sonnet' });
  });

  test('gives back the first original after an upgrade of our own', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));
    const record = join(
      place.home,
      'install',
      readdirSync(join(place.home, 'install')).find((n) => n.endsWith('.json'))!,
    );
    const older = place.text().replaceAll('"timeout": 2', '"timeout": 1');
    place.write(older);
    const { createHash } = process.getBuiltinModule('node:crypto');
    const leftHash = createHash('sha256').update(older).digest('hex');
    writeFileSync(record, JSON.stringify({ ...JSON.parse(readFileSync(record, 'utf8')), leftHash }));

    applyPlan(planInstall(place.target));
    applyUninstall(planClaudeCodeUninstall(place.target));

    expect(place.text()).toBe(busy);
  });

  test('takes a new backup when somebody had removed our entries by hand', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));
    place.write('{"model":"haiku"}\n');
    applyPlan(planInstall(place.target));

    applyUninstall(planClaudeCodeUninstall(place.target));

    expect(place.text()).toBe('{"model":"haiku"}\n');
  });

  test('works without the home it was installed from', () => {
    using place = userPlace(busy);
    applyPlan(planInstall(place.target));
    rmSync(place.home, { recursive: true });

    const plan = planClaudeCodeUninstall(place.target);
    applyUninstall(plan);

    expect(plan.outcome).toBe('remove-entries');
    expect(place.json()).toEqual(JSON.parse(busy));
  });

  test('leaves a file without our hooks alone, twice as well', () => {
    using place = userPlace(busy);

    for (let i = 0; i < 2; i++) {
      const plan = planClaudeCodeUninstall(place.target);
      applyUninstall(plan);
      expect(plan.outcome).toBe('nothing');
    }

    expect(place.text()).toBe(busy);
  });

  test('keeps the shim while another settings file still calls it', () => {
    using place = userPlace(busy);
    const project = { ...place.target, scope: 'project' as const, projectDir: place.root };
    applyPlan(planInstall(place.target));
    applyPlan(planInstall(project));

    applyUninstall(planClaudeCodeUninstall(project));
    expect(readdirSync(join(place.home, 'shims'))).toEqual(['claude-code.sh']);

    applyUninstall(planClaudeCodeUninstall(place.target));
    expect(readdirSync(join(place.home, 'shims'))).toEqual([]);
    expect(place.text()).toBe(busy);
  });

  test('leaves the hooks of other people in our own events and groups', () => {
    using place = userPlace('{}\n');
    applyPlan(planInstall(place.target));
    const settings = place.json();
    settings.hooks.Stop![0]!.hooks.push({ type: 'command', command: 'theirs' });
    settings.hooks.SessionEnd!.unshift({ hooks: [{ type: 'command', command: 'theirs too' }] });
    place.write(JSON.stringify(settings, null, 2));

    applyUninstall(planClaudeCodeUninstall(place.target));

    expect(place.json()).toEqual({
      hooks: {
        Stop: [{ hooks: [{ type: 'command', command: 'theirs' }] }],
        SessionEnd: [{ hooks: [{ type: 'command', command: 'theirs too' }] }],
      },
    });
  });
});
