/** The whole style of a shared page: it fetches nothing. */
export const pageStyles = `
:root { color-scheme: light dark; --ink: light-dark(#1a1e26, #e6e9ef); --quiet: light-dark(#545d6d, #9fa9b9); --ground: light-dark(#fff, #0e1116);
  --raised: light-dark(#f6f7f9, #141920); --line: light-dark(#e3e6eb, #262d38); --accent: light-dark(#3451b2, #9fb4ff);
  --bad: light-dark(#ae2117, #ff8b82); --good: light-dark(#17692f, #57c878); --added: light-dark(#e4f6e9, #12291b); --removed: light-dark(#fdeae8, #351a1b); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main, header, footer { max-width: 860px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 36px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 8px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
header p, footer { color: var(--quiet); margin: 0 0 4px; font-size: 13px; }
svg { display: block; width: 100%; height: 44px; margin: 20px 0 28px; }
.turn { border-top: 1px solid var(--line); padding-top: 22px; margin-top: 26px; }
.turn > h2 { font-size: 12px; font-weight: 600; color: var(--quiet); margin: 0 0 6px; text-transform: uppercase; letter-spacing: 0.04em; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 12px; }
.prompt { background: var(--raised); border-radius: 10px; padding: 12px 16px; }
.call { margin: 0 0 6px; border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; font-size: 13px; }
.call summary, .call p { display: flex; gap: 10px; align-items: baseline; margin: 0; }
.call summary { cursor: pointer; }
.call code { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.call b { font-weight: 600; }
.call small { color: var(--quiet); white-space: nowrap; }
.failed, .denied, .interrupted { color: var(--bad); }
.ok { color: var(--good); }
code, pre { font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; }
pre { margin: 8px 0 4px; padding: 10px; background: var(--raised); border-radius: 6px; overflow: auto; max-height: 420px; white-space: pre-wrap; overflow-wrap: anywhere; }
pre .added { display: block; background: var(--added); } pre .removed { display: block; background: var(--removed); }
.note { color: var(--quiet); font-size: 13px; text-align: center; margin: 14px 0; }
footer { padding: 32px 20px 48px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
