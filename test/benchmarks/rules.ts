/**
 * How many events a second 100 rules of mixed patterns look at on one core, against decoding the same events from
 * their stored text. In turns, a batch of 500 events at a time, as the
 * orchestrator does.
 *
 *     npx node test/benchmarks/rules.ts [--events 20000] [--rounds 9] [--json FILE]
 */
import { matchRule, parseRule, type Rule, rulesByKind } from '@hookline/rules';
import { type BusEvent, readEvent } from '@hookline/schemas';
import { sessionEvents } from './projector-events.ts';
import { readSizes, report } from './report.ts';
import { median } from './statistics.ts';

const bar = 0.3;
const batchSize = 500;
const { sizes, json } = readSizes({ events: 20_000, rounds: 9 });

/** Patterns as people write them: a kind alone, one field, several fields, effects, texts. */
const patterns: readonly { on: string; where?: (number: number) => string }[] = [
  { on: 'tool.failed' },
  { on: 'session.ended' },
  { on: 'tool.failed', where: (n) => `data.stage == "ran" && data.tool == "Tool${n}"` },
  { on: 'tool.finished', where: (n) => `data.durationMs > ${1_000 + n}` },
  { on: 'file.written', where: (n) => `data.path.startsWith("src/module-${n}/")` },
  { on: 'file.read', where: (n) => `project == "github.com/acme/shop-${n}" && data.lines > 1000` },
  { on: 'prompt.submitted', where: (n) => `data.text.contains("word${n}")` },
  {
    on: 'tool.started',
    where: (n) => `data.effects.exists(e, e.type == "file.write" && e.object == "src/module-${n}.ts")`,
  },
  { on: '[tool.started, tool.finished]', where: (n) => `data.tool == "Bash" && actor == "person-${n}@example.com"` },
  { on: 'model.called', where: (n) => `data.tokens.output > ${10_000 + n}` },
];
const rules: Rule[] = Array.from({ length: 100 }, (_, n) => {
  const { on, where } = patterns[n % patterns.length]!;
  return parseRule(
    [
      `rule: rule-${n}`,
      `on: ${on}`,
      ...(where === undefined ? [] : [`where: '${where(n)}'`]),
      'then:',
      `  - work: { queue: review, prompt: "look at {{session}}" }`,
      'tests:',
      '  - given: [{ kind: session.started }]',
      '    expect: { firings: 0 }',
      '',
    ].join('\n'),
    `rule-${n}.yaml`,
  );
});

const texts: string[] = [];
for (let number = 0; texts.length < sizes.events; number += 1) {
  for (const event of sessionEvents(number)) texts.push(JSON.stringify(event));
}
texts.splice(sizes.events);

const times = { decode: [] as number[], match: [] as number[] };
let firings = 0;
for (let round = -1; round < sizes.rounds; round += 1) {
  let [decodeMs, matchMs] = [0, 0];
  firings = 0;
  for (let at = 0; at < texts.length; at += batchSize) {
    const began = performance.now();
    const events = texts.slice(at, at + batchSize).map((text) => readEvent(JSON.parse(text))!);
    const decoded = performance.now();
    firings += matchAll(events);
    decodeMs += decoded - began;
    matchMs += performance.now() - decoded;
  }
  if (round < 0) continue;
  times.decode.push(decodeMs);
  times.match.push(matchMs);
}

const perSecond = (ms: readonly number[]) =>
  `${Math.round((sizes.events / median(ms)) * 1000).toLocaleString('en')} events/s`;
const ratio = median(times.decode.map((ms, round) => ms / times.match[round]!));
report(
  {
    benchmark: 'rules',
    figures: [
      {
        what: `100 rules over ${sizes.events} events, ${firings} firings`,
        figure: perSecond(times.match),
        yardstick: `decoding them: ${perSecond(times.decode)}`,
        ratio,
        bar: `≥ ${bar}×`,
        met: ratio >= bar,
      },
    ],
    details: { times, firings },
  },
  json,
);

function matchAll(events: readonly BusEvent[]): number {
  let found = 0;
  const byKind = rulesByKind(rules, (rule) => rule);
  for (const event of events) {
    for (const rule of byKind.get(event.kind) ?? []) if ('firing' in matchRule(rule, event)) found += 1;
  }
  return found;
}
