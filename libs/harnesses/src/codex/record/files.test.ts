import { describe, expect, test } from 'vitest';
import { contentHash } from '../../words/content-hash.ts';
import { effectsOf } from '../effects.ts';
import { filesReadBy } from './files.ts';

const places = { root: '/home/ada/shop', cwd: '/home/ada/shop/src' };
const output = 'a\n';

function read(script: string, cmd: string, path: string) {
  const item = {
    command: ['/bin/bash', '-lc', script],
    parsed_cmd: [{ type: 'read', cmd, name: path, path }],
    aggregated_output: output,
  };
  return filesReadBy('c1', item, places);
}

describe('files that a command read', () => {
  test('lie where the command ran', () => {
    expect(read('cat cart.js', 'cat cart.js', 'cart.js')).toEqual([
      { path: 'src/cart.js', call: 'c1', content: output, hash: contentHash(output) },
    ]);
  });

  test.each([
    ['cat cart.js', true],
    ["cat -- 'my cart.js'", true],
    ['cd lib && cat cart.js', true],
    ['cat cart.js | head -1', false],
    ['cat cart.js || true', false],
    ['cat cart.js; exit 0', false],
    ['cat *.js', false],
    ['cat {a,b}.js', false],
    ['cat ~/cart.js', false],
    ['cat -n cart.js', false],
    ['cat "$FILE"', false],
    ['cat cart.js 2>&1', false],
  ])('are whole when nothing but the file was printed: %s', (script, isWhole) => {
    const [file] = read(script, 'cat cart.js', 'cart.js');
    expect(file?.hash !== undefined).toBe(isWhole);
  });
});

describe('what a patch does', () => {
  const patch = (...lines: string[]) => ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');

  test('names both ends of a move', () => {
    const text = patch('*** Update File: a.js', '*** Move to: b.js', '@@', '-a', '+b');
    expect(effectsOf('apply_patch', text, { root: '/r', cwd: '/r' })).toEqual([
      { type: 'file.delete', object: 'a.js' },
      { type: 'file.write', object: 'b.js' },
    ]);
  });

  test('says that it may write any file when it has too many', () => {
    const text = patch(...Array.from({ length: 60 }, (_, n) => `*** Delete File: ${n}.js`));
    const effects = effectsOf('apply_patch', text, { root: '/r', cwd: '/r' });
    expect(effects).toHaveLength(51);
    expect(effects.at(-1)).toEqual({ type: 'file.write' });
  });
});
