import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Settings somebody already uses, in a formatting of their own. */
export const busy = `{
    "model": "opus",
    "hooks": {
        "PreToolUse": [
            { "matcher": "Bash", "hooks": [{ "type": "command", "command": "./check.sh" }] }
        ],
        "WorktreeCreate": [{ "hooks": [{ "type": "command", "command": "mk" }] }]
    },
    "unknownKey": [1,   2, {"a":null}],
    "permissions": {"allow": ["Bash(npm test)"]}
}
`;

interface Settings {
  hooks: Record<string, { matcher?: string; hooks: { type: string; command?: string; timeout?: number }[] }[]>;
}

/** A user's settings and an empty home, for one test. */
export type Place = ReturnType<typeof userPlace>;

export function userPlace(before: string | Buffer | null) {
  const root = mkdtempSync(join(tmpdir(), 'hookline-install-'));
  const configDir = join(root, '.claude-user');
  const settings = join(configDir, 'settings.json');
  const home = join(root, `a "home" of the dev's $HOME`);
  if (before !== null) {
    mkdirSync(configDir);
    writeFileSync(settings, before);
  }
  const text = () => readFileSync(settings, 'utf8');
  return {
    root,
    configDir,
    settings,
    home,
    target: { home, claudeConfigDir: configDir },
    text,
    textOrNull: () => (existsSync(settings) ? text() : null),
    json: () => JSON.parse(text().replace(/^\uFEFF/, '')) as Settings,
    write: (content: string) => writeFileSync(settings, content),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}
