import { expect, test } from 'vitest';
import { forPeopleToPublish } from './agent-around.ts';

test('an agent publishes no event by which people settle what agents are told', () => {
  for (const kind of ['memory.curated', 'memory.remembered', 'memory.revoked', 'team.changed', 'project.aliased']) {
    expect(() => forPeopleToPublish({ CLAUDECODE: '1' }, kind)).toThrow(`publishing ${kind} is for a person`);
    expect(() => forPeopleToPublish({ CLAUDECODE: '0' }, kind)).not.toThrow();
    expect(() => forPeopleToPublish({}, kind)).not.toThrow();
  }
  for (const kind of ['prompt.submitted', 'memory.injected', 'team.changedx']) {
    expect(() => forPeopleToPublish({ CLAUDECODE: '1' }, kind)).not.toThrow();
  }
});
