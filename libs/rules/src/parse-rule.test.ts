import { expect, test } from 'vitest';
import { parseRule } from './parse-rule.ts';
import { faultsOf, ruleText, sample } from './samples.ts';

const single = 'on: tool.failed\nwhere: data.stage == "ran"';

test('a rule says what its file says, in numbers', () => {
  const rule = sample(
    `on: tool.failed
count: { atLeast: 3, within: 10m, distinct: data.tool }
fresh: 2h
mode: skip
debounce: { wait: 30s, most: 5m }
limits: { cooldown: 10m, throttle: { runs: 3, per: 1h }, perDay: 20, costPerDayUsd: 15.5, depth: 2 }`,
    '  - work: { queue: review, timeout: 90s }',
  );

  expect(rule.plan).toEqual({
    rule: 'sample',
    version: rule.version,
    pattern: { type: 'count', atLeast: 3, withinMs: 600_000, distinct: true },
    latenessMs: 5_000,
    freshMs: 7_200_000,
    settle: { type: 'debounce', waitMs: 30_000, mostMs: 300_000 },
    mode: 'skip',
    limits: {
      cooldownMs: 600_000,
      throttle: { runs: 3, perMs: 3_600_000 },
      perDay: 20,
      costPerDayUsd: 15.5,
      depth: 2,
      self: false,
      perMinute: 60,
      failures: 5,
    },
  });
  expect(rule.runs).toBe(true);
});

test('each pattern has its plan', () => {
  const plan = (lines: string, then?: string) => sample(lines, then).plan;

  expect(plan(single)).toMatchObject({
    pattern: { type: 'single' },
    latenessMs: 0,
    freshMs: 3_600_000,
    mode: 'together',
  });
  expect(
    plan('sequence:\n  within: 1h\n  steps: [{ as: red, on: ci.finished }, { as: fix, on: commit.made }]'),
  ).toMatchObject({ pattern: { type: 'sequence', steps: 2, withinMs: 3_600_000 }, latenessMs: 5_000 });
  expect(plan('on: prompt.submitted\nabsence: { of: file.written, within: 30m }')).toMatchObject({
    pattern: { type: 'absence', withinMs: 1_800_000 },
  });
});

test('a version is the content of the file', () => {
  const text = ruleText(single);

  expect(parseRule(text, 'a.yaml').version).toBe(parseRule(text, 'b.yaml').version);
  expect(parseRule(text, 'a.yaml').version).not.toBe(parseRule(`${text}# edited\n`, 'a.yaml').version);
});

test.each([
  ['where: data.stag == "ran"', '3:13: where: there is no field stag; the nearest is stage (for tool.failed)'],
  ['where: sesion.id == "x"', '3:8: where: there is nothing called sesion; the nearest is session (for tool.failed)'],
  ['where: data.exitCode == "3"', '3:8: where: no such overload: int == string (for tool.failed)'],
  ['where: data.tool', '3:8: where: found an expression of type string, expected bool (for tool.failed)'],
  [
    'where: session == "claude-code:1"',
    '3:8: where: session is an object of facts: its id is session.id (for tool.failed)',
  ],
  ['where: session.titel == ""', '3:16: where: there is no field titel; the nearest is title (for tool.failed)'],
  [
    'where: session.files.exists(f, f.pth == "a")',
    '3:34: where: there is no field pth; the nearest is path (for tool.failed)',
  ],
  [
    'where: data.effects.exist(e, e.type == "plan")',
    '3:20: where: there is no function exist; the nearest is exists (for tool.failed)',
  ],
  [
    'where: data.tool.startWith("B")',
    '3:17: where: there is no function startWith; the nearest is startsWith (for tool.failed)',
  ],
  [
    'where: data.tool.startsWith(3)',
    '3:8: where: found string.startsWith(int), expected string.startsWith(string): bool (for tool.failed)',
  ],
  ['key: data.exitCode', '3:6: key: found an expression of type int, expected string (for tool.failed)'],
])('%s is a fault that says what would be right', (line, fault) => {
  expect(faultsOf(ruleText(`on: tool.failed\n${line}`))).toEqual([`a.yaml:${fault}`]);
});

test('a fault in an expression of several lines is at its own line', () => {
  const text = ruleText(`on: tool.failed
where: |
  data.stage == "ran" &&
    data.exitCod > 1`);

  expect(faultsOf(text)).toEqual([
    'a.yaml:5:10: where: there is no field exitCod; the nearest is exitCode (for tool.failed)',
  ]);
});

test('an expression is checked against every kind it may meet', () => {
  expect(faultsOf(ruleText('on: [tool.failed, tool.finished]\nwhere: data.stage == "ran"'))).toEqual([
    expect.stringMatching(/^a\.yaml:3:13: where: there is no field stage.*\(for tool\.finished\)$/),
  ]);
});

const steps = (where: string, key = '') => `sequence:
  within: 1h
  steps:
    - { as: red, on: ci.finished, where: '${where}' }
    - { as: fix, on: commit.made, where: data.branch == red.data.branch${key} }`;

test('a step may name the steps before it, and no other', () => {
  expect(faultsOf(ruleText(steps('data.outcome == "failed"')))).toEqual([]);
  expect(faultsOf(ruleText(steps('data.branch == fix.data.branch')))[0]).toBe(
    'a.yaml:5:58: sequence.steps.0.where: step fix comes later; the steps before this one: none (for ci.finished)',
  );
  expect(faultsOf(ruleText(steps('red.data.outcome == "failed"')))[0]).toContain('red is this step itself');
  expect(faultsOf(ruleText(steps('true', ', key: red.data.branch')))[0]).toContain('a key cannot ask for step red');
  expect(faultsOf(ruleText(steps('true').replace('red.data.branch', 'red.data.brnch')))[0]).toContain(
    'there is no field brnch; the nearest is branch',
  );
});

test('texts of actions are checked, with what they alone may ask for', () => {
  const faults = (prompt: string, lines = single) =>
    faultsOf(ruleText(lines, `  - work: { queue: a, prompt: "${prompt}" }`));

  expect(faults('{{data.tool}} {{firing.count}} {{now}} {{session.title}} {{matches[0].id}}')).toEqual([]);
  expect(faults('{{data.tol}}')).toEqual([
    'a.yaml:5:39: then.0.work.prompt: {{data.tol}}: there is no field tol; the nearest is tool (for tool.failed)',
  ]);
  expect(faults('{{session}}')[0]).toContain('its id is session.id');
  expect(faults('{{firing.kee}}')[0]).toContain('the nearest is key');
  expect(faults('{{child}}')[0]).toContain('only in the texts of `children`');
  expect(faults('look at {{data.tool')[0]).toContain('found {{ without }}');
  expect(faults('{{red.data.branch}} to {{data.branch}}', steps('true'))).toEqual([]);
});

test.each([
  ['on: tool.faild', '2:5: on: there is no kind tool.faild; the nearest is tool.failed'],
  [
    `${single}\ncount: { atLeast: 3, within: 10 m }`,
    '4:30: count.within: found "10 m", expected a duration such as 90s, 10m, 2h or 7d',
  ],
  [`${single}\ncount: { atLeast: 3, within: 90d }`, '4:30: count.within: found 90d, expected 1s to 30d'],
  [`${single}\ndebounce: { wait: 1m, most: 30s }`, '4:29: debounce.most: found 30s, expected at least wait (1m)'],
  [`${single}\nlimits: { cooldwn: 1m }`, '4:11: limits.cooldwn: there is no key cooldwn here; the nearest is cooldown'],
  [`${single}\nwher: true`, '4:1: wher: there is no key wher here; the nearest is where'],
  [
    `${single}\ndebounce: { wait: 1m }\nbatch: { most: 5, wait: 1m }`,
    '5:8: batch: found debounce and batch, expected one of them: both say how many matches are one firing',
  ],
  [
    `${single}\ncount: { atLeast: 2, within: 1m }\nabsence: { of: file.written, within: 1m }`,
    '5:10: absence: found count and absence, expected one of count, sequence, absence, schedule',
  ],
  [`on: tool.failed\n${steps('true')}`, '2:5: on: sequence goes without on: each step says what it looks at'],
  ['description: nothing', '1:1: rule: on is missing: the kind of event it looks at'],
])('%s is a fault of the file', (lines, fault) => {
  expect(faultsOf(ruleText(lines))).toContain(`a.yaml:${fault}`);
});

test('what makes no sense without work is told', () => {
  const then = '  - webhook: { url: "https://example.org" }';

  expect(faultsOf(ruleText(`${single}\nmode: queue`, then))[0]).toContain('`then` has no work and no approval');
  expect(faultsOf(ruleText(single, '  - work: { queue: a, join: {} }'))[0]).toContain('join waits for children');
  expect(faultsOf(ruleText(single, '  - work: { queue: a, prompt: x, children: { each: "[1]" } }'))[0]).toContain(
    'move prompt to children',
  );
  expect(faultsOf(ruleText(single, '  - work: { queue: a, children: { each: data.tool } }'))[0]).toContain(
    'expected a list',
  );
});

test('actions are told apart by their one key', () => {
  const faults = (then: string) => faultsOf(ruleText(single, `  - ${then}`))[0];

  expect(faults('wrok: { queue: a }')).toContain('then.0.wrok: there is no key wrok here; the nearest is work');
  expect(faults('{ work: { queue: a }, webhook: { url: "https://x.org" } }')).toContain(
    'found work and webhook, expected one of',
  );
  expect(faults('work: { queue: a, colour: red }')).toContain('then.0.work.colour: there is no key colour here');
  expect(faults('work: { queue: "Re view" }')).toContain('lower-case letters');
  expect(faults('approval: { question: "?", then: [{ approval: { question: "?", then: [] } }] }')).toContain(
    'there is no key approval here',
  );
  expect(faults('subject: { subject: evt.forged }')).toContain('expected a subject below agents');
  expect(faults('subject: { subject: "agents.*" }')).toContain('expected words');
  expect(faults('webhook: { url: "https://x.org/{{data.tool}}" }')).toContain('never filled from an event');
});

test('a schedule has a plan of fields, a time zone and no event', () => {
  const scheduled = (schedule: string, lines = '', then = '  - work: { queue: nightly, prompt: "{{now}}" }') =>
    `rule: nightly\nschedule: ${schedule}\n${lines}then:\n${then}\ntests:\n  - given: []\n    from: 2026-01-05T00:00:00Z\n    at: 2026-01-06T12:00:00Z\n    expect: { firings: 2 }\n`;

  expect(parseRule(scheduled('{ cron: "0 3 * * *", timezone: Europe/Berlin }'), 'a.yaml').plan.pattern).toEqual({
    type: 'schedule',
    cron: '0 3 * * *',
    timeZone: 'Europe/Berlin',
  });
  expect(faultsOf(scheduled('{ cron: "0 30 * * *" }'))[0]).toContain('a.yaml:2:20: schedule.cron: found "0 30 * * *"');
  expect(faultsOf(scheduled('{ cron: "0 0 3 * * *" }'))[0]).toContain('expected five fields');
  expect(faultsOf(scheduled('{ cron: "0 3 * * *", timezone: Mars/Base }'))[0]).toContain('IANA name');
  expect(faultsOf(scheduled('{ cron: "0 3 * * *" }', 'on: tool.failed\n'))[0]).toContain('schedule goes without on');
  expect(
    faultsOf(scheduled('{ cron: "0 3 * * *" }', '', '  - work: { queue: a, prompt: "{{data.tool}}" }'))[0],
  ).toContain('there is nothing called data');
  expect(faultsOf(scheduled('{ cron: "0 3 * * *" }', '', '  - steer: { text: hello }'))[0]).toContain(
    'a schedule has no session',
  );
});

test('the events of tests are checked for words that there are not', () => {
  const given = (event: string) =>
    faultsOf(ruleText(single).replace('{ kind: session.started }', event)).map((fault) => fault.replace(/^[^ ]+ /, ''));

  expect(given('{ kind: tool.faild }')).toEqual([
    'tests.0.given.0.kind: there is no kind tool.faild; the nearest is tool.failed',
  ]);
  expect(given('{ kind: tool.failed, data: { stag: ran } }')).toEqual([
    'tests.0.given.0.data.stag: there is no field stag; the nearest is stage',
  ]);
  expect(given('{ kind: tool.failed, projct: x }')).toEqual([
    'tests.0.given.0.projct: there is no attribute projct; the nearest is project',
  ]);
  expect(given('{ kind: tool.failed, session: { titel: x } }')).toEqual([
    'tests.0.given.0.session.titel: there is no fact titel; the nearest is title',
  ]);
  expect(given('{ kind: tool.failed, after: soon }')[0]).toContain('expected a duration');
});

test('what is no rule file at all is a fault like any other', () => {
  expect(faultsOf('rule: [')[0]).toMatch(/^a\.yaml:1:\d+: /);
  expect(faultsOf('')).not.toEqual([]);
  expect(faultsOf('- a\n- b\n')).not.toEqual([]);
  expect(faultsOf(ruleText(single).split('tests:')[0]!)[0]).toContain('tests');
  expect(faultsOf(`# ${'x'.repeat(70_000)}`)[0]).toContain('expected at most 65536');
  expect(faultsOf(`rule: ${'['.repeat(30_000)}`)).not.toEqual([]);
  expect(
    faultsOf(
      ruleText(single, `  - webhook: { url: "https://x.org", payload: ${'{a: '.repeat(40)}1${'}'.repeat(40)} }`),
    )[0],
  ).toContain('levels');
});
