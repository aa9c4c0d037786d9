/**
 * How many events a second 100 rules of mixed patterns look at on one core, against decoding the same events from
 * their stored text. In turns, a batch of 500 events at a time, as the orchestrator does. Matching is everything a rule
 * does with an event before time comes into it: predicates, keys, what is kept of a match, facts of sessions folded.
 *
 *     npx node test/benchmarks/rules.ts [--events 20000] [--rounds 9] [--json FILE]
 */
import {
  foldFacts,
  inForce,
  matchesOf,
  noFacts,
  parseRule,
  type Rule,
  type SessionFacts,
  standingOf,
} from '@hookline/rules';
import { type BusEvent, readEvent } from '@hookline/schemas';
import { sessionEvents } from './projector-events.ts';
import { readSizes, report } from './report.ts';
import { median } from './statistics.ts';

const bar = 0.3;
const batchSize = 500;
const { sizes, json } = readSizes({ events: 20_000, rounds: 9 });

/** Rules as people write them: single, count, sequence, absence; fields, effects, texts, facts of the session. */
const patterns: readonly ((n: number) => string)[] = [
  () => 'on: tool.failed',
  (n) => `on: session.ended
where: 'session.files.exists(f, f.path.startsWith("src/module-${n}/") && f.written)'`,
  (n) => `on: tool.failed
where: 'data.stage == "ran" && data.tool == "Tool${n}"'
count: { atLeast: 3, within: 10m }`,
  (n) => `on: tool.finished
where: 'data.durationMs > ${1_000 + n}'`,
  (n) => `on: file.written
where: 'data.path.startsWith("src/module-${n}/")'
key: project + ":" + session.git.branch
debounce: { wait: 30s, most: 5m }`,
  (n) => `on: file.read
where: 'project == "github.com/acme/shop-${n}" && data.lines > 1000'
count: { atLeast: 5, within: 1h, distinct: data.path }`,
  (n) => `on: prompt.submitted
where: 'data.text.contains("word${n}")'
absence: { of: file.written, within: 30m }`,
  (n) => `on: tool.started
where: 'data.effects.exists(e, e.type == "file.write" && e.object == "src/module-${n}.ts")'`,
  (n) => `on: [tool.started, tool.finished]
where: 'data.tool == "Bash" && actor == "person-${n}@example.com"'`,
  (n) => `sequence:
  within: 1h
  steps:
    - { as: red, on: tool.failed, where: 'data.tool == "Tool${n}"' }
    - { as: again, on: tool.failed, where: 'data.tool == red.data.tool && session.failuresInRow > 3' }`,
];
const rules: Rule[] = Array.from({ length: 100 }, (_, n) =>
  parseRule(
    [
      `rule: rule-${n}`,
      patterns[n % patterns.length]!(n),
      'then:',
      `  - work: { queue: review, prompt: "look at {{session.id}}, {{session.title}}" }`,
      'tests:',
      '  - given: [{ kind: session.started }]',
      '    expect: { firings: 0 }',
      '',
    ].join('\n'),
    `rule-${n}.yaml`,
  ),
);
const { byKind } = inForce(rules.map((rule) => standingOf(rule, { gate: 0, sinceMs: 0 })));

const texts: string[] = [];
for (let number = 0; texts.length < sizes.events; number += 1) {
  for (const event of sessionEvents(number)) texts.push(JSON.stringify(event));
}
texts.splice(sizes.events);

const times = { decode: [] as number[], match: [] as number[] };
const facts = new Map<string, SessionFacts>();
let matches = 0;
for (let round = -1; round < sizes.rounds; round += 1) {
  let [decodeMs, matchMs] = [0, 0];
  matches = 0;
  facts.clear();
  for (let at = 0; at < texts.length; at += batchSize) {
    const began = performance.now();
    const events = texts.slice(at, at + batchSize).map((text) => readEvent(JSON.parse(text))!);
    const decoded = performance.now();
    matches += matchAll(events);
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
        what: `100 rules over ${sizes.events} events, ${matches} matches`,
        figure: perSecond(times.match),
        yardstick: `decoding them: ${perSecond(times.decode)}`,
        ratio,
        bar: `≥ ${bar}×`,
        met: ratio >= bar,
      },
    ],
    details: { times, matches },
  },
  json,
);

function matchAll(events: readonly BusEvent[]): number {
  let found = 0;
  for (const [index, event] of events.entries()) {
    const known = facts.get(event.session) ?? noFacts(event.session);
    const now = foldFacts(known, event);
    facts.set(event.session, now);
    const heardMs = Date.parse(event.time);
    for (const { rule } of byKind.get(event.kind) ?? []) found += matchesOf(rule, event, index, heardMs, now).length;
  }
  return found;
}
