import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { heldOut, heldOutOneIn, holdOutSalt } from './hold-out.ts';

/** As good as random, and always the same. */
const uuid = (index: number) =>
  createHash('sha256')
    .update(`session ${index}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

const projects = ['github.com/acme/shop', 'github.com/acme/web', 'folder:abc'];

it.each(projects)('holds out about one session in ten of %s', (project) => {
  const ids = Array.from({ length: 20_000 }, (_, index) => uuid(index));
  const held = ids.filter((id) => heldOut(project, `claude-code:${id}`)).length;
  expect(Math.abs(held / ids.length - 1 / heldOutOneIn)).toBeLessThan(0.01);
});

it('counts in ten also where a harness counts its sessions', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `goose:20261122_${index}`);
  const held = ids.filter((id) => heldOut(projects[0]!, id)).length;
  expect(Math.abs(held / ids.length - 1 / heldOutOneIn)).toBeLessThan(0.02);
});

it('draws anew for each project, and always the same', () => {
  const ids = Array.from({ length: 500 }, (_, index) => `opencode:ses_${index}zZ`);
  const [one, other] = projects.map((project) => ids.filter((id) => heldOut(project, id)));
  expect(one).not.toEqual(other);
  expect(ids.filter((id) => heldOut(projects[0]!, id))).toEqual(one);
});

it('is a sum that a shell does alike', () => {
  const ids = Array.from({ length: 200 }, (_, index) => uuid(index));
  for (const project of projects) {
    const script = ids
      .map((id) => `echo $(((0x${id.slice(-7)} * 40503 + ${holdOutSalt(project)}) / 16 % 10))`)
      .join('\n');
    const sums = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).stdout.trim().split('\n');
    expect(sums.map((sum) => sum === '0')).toEqual(ids.map((id) => heldOut(project, `codex:${id}`)));
  }
});

it('draws what the plugin of OpenCode draws, which cannot import it', () => {
  // The same ids and sum stand in `plugin-memory.test.ts` of the harnesses.
  const held = ['ses_dfbcab334ffe9dN6ZtZxL13yFA', 'ses_4', 'ses_0c7', 'ses_ggj', 'ses_giz', 'ses_ggX'];
  const told = ['ses_df95216cbffe5dPY7X3gefBK7B', 'ses_1', 'ses_ee', 'ses_abcdef0123', 'ses_zzz', 'ses_XYZ'];
  expect(holdOutSalt(projects[0]!)).toBe(26_630);
  expect([...held, ...told].filter((id) => heldOut(projects[0]!, `opencode:${id}`))).toEqual(held);
});
