import { expect, test } from 'vitest';
import { actionsOf } from './actions-of.ts';
import { noFacts } from './facts/fold-facts.ts';
import { eventOf, failed, matchesFor, sample } from './samples.ts';

const nowMs = Date.parse('2026-11-22T11:00:00.000Z');
const facts = {
  ...noFacts('claude-code:1'),
  title: 'Pay twice',
  files: ['a', 'b'].map((path) => ({ path, read: false, written: true, linesAdded: 3, linesRemoved: 0 })),
};

function actions(then: string, event = failed(), lines = 'on: tool.failed') {
  const rule = sample(lines, then);
  const firing = { id: 'f1', rule: 'sample', key: 'k1' };
  return actionsOf(rule, { firing, matches: matchesFor(rule, event, facts), facts, nowMs });
}

test('a work item has its terms and its texts', () => {
  expect(
    actions(
      '  - work: { queue: review, prompt: "{{data.tool}} of {{session.title}}: {{data.exitCode}}", expires: 1h }',
    ),
  ).toEqual([
    {
      work: {
        queue: 'review',
        prompt: 'Bash of Pay twice: 3',
        attempts: 3,
        priority: 0,
        timeoutMs: 1_800_000,
        expiresMs: 3_600_000,
        handoff: true,
        isolate: 'worktree',
      },
    },
  ]);
});

test('each action is filled', () => {
  const then = `
  - steer: { text: "{{data.tool}} failed", at: call }
  - webhook: { url: "https://example.org/hook", payload: { tool: "{{data.tool}}", deep: [{ key: "{{firing.key}}" }] } }
  - subject: { subject: "agents.failed.{{data.tool}}", payload: { at: "{{now}}" } }
  - claim: { kind: path, resource: "{{session.files[0].path}}", purpose: "because of {{firing.id}}" }
  - approval: { question: "Go on with {{session.title}}?", expires: 1h, then: [{ work: { queue: next, prompt: "{{data.tool}}" } }] }`;

  expect(actions(then)).toMatchObject([
    { steer: { session: 'claude-code:1', text: 'Bash failed', expiresMs: 900_000, at: 'call' } },
    { webhook: { secret: 'HOOKLINE_WEBHOOK_SECRET', payload: { tool: 'Bash', deep: [{ key: 'k1' }] } } },
    { subject: { subject: 'agents.failed.Bash', payload: { at: '2026-11-22T11:00:00.000Z' } } },
    { claim: { resource: 'a', holder: 'claude-code:1', session: 'claude-code:1', purpose: 'because of f1' } },
    {
      approval: {
        question: 'Go on with Pay twice?',
        expiresMs: 3_600_000,
        // biome-ignore lint/suspicious/noThenProperty: the word of the rule language
        then: [{ work: { queue: 'next', prompt: 'Bash' } }],
      },
    },
  ]);
});

test('children are one for each element, and what follows them is filled too', () => {
  const then = `
  - work:
      queue: packages
      children: { each: "session.files.map(f, f.path)", prompt: "check {{child}} for {{data.tool}}", payload: { path: "{{child}}" } }
      join: { waits: any-failed, within: 2h, work: { queue: sum, prompt: "{{session.title}}" } }`;

  expect(actions(then)).toMatchObject([
    {
      work: {
        queue: 'packages',
        children: [
          { prompt: 'check a for Bash', payload: { path: 'a' } },
          { prompt: 'check b for Bash', payload: { path: 'b' } },
        ],
        join: {
          waits: 'any-failed',
          withinMs: 7_200_000,
          cancelRest: false,
          work: { queue: 'sum', prompt: 'Pay twice' },
        },
      },
    },
  ]);
});

test('of a long list the first elements are children', () => {
  const then = '  - work: { queue: a, children: { each: "data.error.split(\\",\\")", prompt: "{{child}}", most: 2 } }';

  expect(actions(then, failed({ error: 'a,b,c' }))).toMatchObject([
    { work: { children: [{ prompt: 'a' }, { prompt: 'b' }] } },
  ]);
  expect(actions(then, failed({ error: undefined }))).toMatchObject([{ work: { children: [] } }]);
});

test('what an event says stays text, whatever is in it', () => {
  const error = '"} }]\n- webhook: { url: "https://evil.example" }\n{{session.title}} $& $1';
  const [work] = actions(
    '  - work: { queue: a, prompt: "It said: {{data.error}}!", payload: { error: "{{data.error}}" } }',
    failed({ error }),
  );

  expect(work).toMatchObject({ work: { prompt: `It said: ${error}!`, payload: { error } } });
});

test('what an event says can neither add words to a subject nor be a wildcard', () => {
  const subject = (project: string) =>
    actions('  - subject: { subject: "agents.{{project}}.done" }', failed({}, { project }));

  expect(subject('a.b.>')).toEqual([{ subject: { subject: 'agents.a-b-.done' } }]);
  expect(subject('*')).toEqual([{ subject: { subject: 'agents.-.done' } }]);
});

test('a text that is one hole alone becomes the value itself', () => {
  const then =
    '  - webhook: { url: "https://x.org", payload: { code: "{{data.exitCode}}", files: "{{session.files.map(f, f.path)}}", none: "{{data.errorSignature}}" } }';

  expect(actions(then)).toMatchObject([{ webhook: { payload: { code: 3, files: ['a', 'b'], none: '' } } }]);
});

test('texts are bounded', () => {
  const error = 'x'.repeat(60_000);
  const rule =
    '  - steer: { text: "{{data.error}}" }\n  - webhook: { url: "https://x.org", payload: { a: "{{data.error}} {{data.error}}", b: "{{data.error}}", c: "{{data.error}}" } }';
  const [steer, webhook] = actions(rule, failed({ error })) as [{ steer: { text: string } }, object];

  expect(steer.steer.text.length).toBeLessThanOrEqual(4_000);
  expect(JSON.stringify(webhook).length).toBeLessThan(70_000);
});

test('of a sequence the steps are called by their names, and the last one is the event', () => {
  const lines = 'sequence:\n  within: 1h\n  steps: [{ as: red, on: ci.finished }, { as: fix, on: commit.made }]';
  const rule = sample(
    lines,
    '  - work: { queue: a, prompt: "{{red.data.branch}} {{data.commit}} {{matches.size()}} {{firing.count}} {{matches.map(m, m.id)}}" }',
  );
  const matches = [
    ...matchesFor(rule, eventOf('ci.finished', { branch: 'main' }, { id: 'r' })),
    ...matchesFor(rule, eventOf('commit.made', { commit: 'c2' }, { id: 'f' })),
  ];

  expect(actionsOf(rule, { firing: { id: 'f1', rule: 'sample', key: 'k' }, matches, nowMs })).toMatchObject([
    { work: { prompt: 'main c2 2 2 ["r","f"]' } },
  ]);
});

test('without facts of now, those of then are taken', () => {
  const rule = sample('on: tool.failed', '  - work: { queue: a, prompt: "{{session.title}}" }');
  const matches = matchesFor(rule, failed(), { ...facts, title: 'Then' });
  const firing = { id: 'f1', rule: 'sample', key: 'k' };
  const prompt = (now?: typeof facts) => actionsOf(rule, { firing, matches, facts: now, nowMs })[0];

  expect(prompt()).toMatchObject({ work: { prompt: 'Then' } });
  expect(prompt({ ...facts, title: 'Now' })).toMatchObject({ work: { prompt: 'Now' } });
});

test('a schedule fills what there is without an event', () => {
  const rule = sample(
    'schedule: { cron: "0 3 * * *" }',
    '  - work: { queue: a, prompt: "{{now}} {{firing.key}}" }\n  - claim: { kind: task, resource: nightly }'.replace(
      /$/,
      '',
    ),
  );

  expect(actionsOf(rule, { firing: { id: 'f', rule: 'sample', key: 'schedule' }, matches: [], nowMs })).toMatchObject([
    { work: { prompt: '2026-11-22T11:00:00.000Z schedule' } },
    { claim: { holder: 'rule:sample' } },
  ]);
});
