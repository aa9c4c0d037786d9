import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory, loadedPlugin as loaded } from './loaded-plugin.ts';
import { linesOf, recordedHooks } from './recorded.ts';

const idle = (id: string) => ({ event: { id, type: 'session.idle', properties: { sessionID: 'ses_a' } } });

describe('the plugin', () => {
  test('writes what the recordings hold, once each, with the main session and the database', async () => {
    await using plugin = await loaded();
    const hooks = await plugin.make();
    for (const { event } of linesOf('tools')) if (event) await hooks.event({ event });
    const written = (await plugin.entries()).map(
      ({ payload }) => payload as { id: string; hookline: { root: string } },
    );
    const known = new Map(recordedHooks('tools').map(({ payload }) => [(payload as { id: string }).id, payload]));
    expect(written.length).toBeGreaterThan(60);
    expect(written.length).toBeLessThan(known.size);
    for (const { id, hookline } of written) {
      expect(known.get(id)).toMatchObject({ hookline: { root: hookline.root } });
      expect(hookline).toMatchObject({ database: expect.stringMatching(/\/opencode\/opencode\.db$/) });
    }
    expect(new Set(written.map(({ hookline }) => hookline.root)).size).toBe(1);
    expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);
  });

  test('names the program, its process and the folder', async () => {
    await using plugin = await loaded();
    await (await plugin.make()).event(idle('evt_1'));
    const [entry] = await plugin.entries();
    expect(entry!.facts).toMatchObject({ harness: 'opencode', harnessPid: process.pid, projectDir: directory });
  });

  test('tells the end of a session once, also when it is made twice', async () => {
    await using plugin = await loaded();
    const first = await plugin.make();
    await first.event(idle('evt_1'));
    await plugin.make();
    await first.dispose();
    await first.dispose();
    const types = (await plugin.entries()).map(({ payload }) => payload.type);
    expect(types).toEqual(['session.idle', 'hookline.dispose']);
  });

  test('takes no harm from odd events', async () => {
    await using plugin = await loaded();
    const hooks = await plugin.make();
    const circle: Record<string, unknown> = { sessionID: 'ses_a' };
    circle.circle = circle;
    const odd = [undefined, {}, { event: null }, { event: { type: 5, properties: { sessionID: 'x' } } }];
    for (const heard of [...odd, { event: { id: 'evt_1', type: 'session.idle', properties: circle } }]) {
      await expect(hooks.event(heard)).resolves.toBeUndefined();
    }
    const transform = hooks['experimental.chat.system.transform'];
    await expect(transform(undefined, undefined)).resolves.toBeUndefined();
    await expect(transform({ sessionID: 'ses_a' }, { system: [null] })).resolves.toBeUndefined();
  });

  test('drops and counts when the spool is full or gone', async () => {
    await using plugin = await loaded();
    const hooks = await plugin.make();
    writeFileSync(plugin.spool.layout.full, 'edge\n');
    await hooks.event(idle('evt_1'));
    expect(readdirSync(plugin.spool.layout.entries)).toEqual([]);
    expect(readFileSync(plugin.spool.layout.dropped, 'utf8')).toBe('.');
    rmSync(plugin.home, { recursive: true });
    await expect(hooks.event(idle('evt_2'))).resolves.toBeUndefined();
    expect(existsSync(plugin.home)).toBe(false);
  });

  test('says when the spool is full, where no edge empties it', async () => {
    await using plugin = await loaded();
    const hooks = await plugin.make();
    const spool = join(plugin.home, 'spool');
    const large = join(spool, 'new', 'of-somebody.1.0');
    writeFileSync(large, '');
    truncateSync(large, 1024 ** 3);
    for (let n = 0; n < 256; n += 1) await hooks.event(idle(`evt_${n}`));

    expect(readFileSync(join(spool, 'full'), 'utf8')).toBe('plugin\n');
    const written = readdirSync(join(spool, 'new')).length;
    await hooks.event(idle('evt_more'));
    expect(readdirSync(join(spool, 'new'))).toHaveLength(written);
  });
});
