import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@hookline/testing';
import type { TestBus } from '../support/bus.ts';
import { type Sink, secretName } from './sink.ts';

/** A rule that gives failed tests to a reviewer and calls a sink. */
export function failedTestsRule({ url }: Pick<Sink, 'url'>, payload = ''): string {
  return `rule: failed-tests
on: tool.failed
where: data.stage == "ran" && data.effects.exists(e, e.type == "process.exec" && e.object.contains("npm test"))
key: project
then:
  - work: { queue: review, prompt: "look at {{data.call}} of {{session.id}}"${payload} }
  - webhook: { url: "${url}", secret: ${secretName} }
tests:
  - given: [{ kind: tool.failed, data: { stage: ran, effects: [{ type: process.exec, object: npm test }] } }]
    expect: { firings: 1 }
  - given: [{ kind: tool.failed, data: { stage: ran, effects: [{ type: process.exec, object: ls }] } }]
    expect: { firings: 0 }
`;
}

/** Puts a rule file in place, whole, and waits until it is in force. */
export async function publishRule(bus: TestBus, name: string, text: string): Promise<void> {
  await mkdir(join(bus.home, 'rules'), { recursive: true });
  await writeFile(join(bus.home, name), text);
  await rename(join(bus.home, name), join(bus.home, 'rules', name));
  await eventually(async () => (await eventsOf(bus, 'rule.published')).length > 0, { what: `${name} to be in force` });
}

/** The events of a kind, with their positions. */
export async function eventsOf(bus: TestBus, kind: string) {
  const found = (await bus.client.request('GET', '/v1/events', { query: { kind, limit: 500 } })) as {
    events: { position: number; event: { id: string; data: Record<string, unknown> } }[];
  };
  return found.events;
}

/** Resolves when every part that reads the log has read all of it, and nothing is left to be sent. */
export async function untilQuiet(bus: TestBus): Promise<void> {
  let before = -1;
  await eventually(
    async () => {
      const { log, services } = (await bus.client.request('GET', '/v1/status')) as {
        log: { last: number };
        services: { name: string; facts?: { position?: number } }[];
      };
      const reached = services.find(({ name }) => name === 'orchestrator')?.facts?.position;
      const still = reached === log.last && before === log.last;
      before = log.last;
      return still;
    },
    { timeoutMs: 30_000, what: 'the orchestrator to have read everything' },
  );
}
