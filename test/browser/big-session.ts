import { Story } from './story.ts';

const agentNames = ['Explore', 'Test', 'Review', 'Plan'];
const minuteMs = 60_000;

/** A small deterministic source of numbers from 0 to 1, so that every run tells the same session. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A session of at least so many events, of every kind that a time line shows: turns with calls of which some fail, pauses
 * of minutes and hours, subagents side by side, plans, edits, commits, compactions, questions to a person, usage.
 */
export function bigSession(eventsMin = 20_000, name = 'big'): Story {
  const random = numbers(7);
  const story = new Story({ name, project: 'github.com/acme/atlas', agoMs: 96 * 60 * minuteMs }).begin();
  let call = 0;
  const id = () => `${name}-call-${++call}`;
  const path = () => `src/part-${Math.floor(random() * 12)}/module-${Math.floor(random() * 30)}.ts`;
  const shell = (command: string) => [
    { type: 'process.exec' as const, object: command, program: command.split(' ')[0]! },
  ];

  function work(agent: string | undefined, calls: number): void {
    const where = agent === undefined ? {} : { agent };
    for (let count = 0; count < calls; count += 1) {
      const kind = random();
      if (kind < 0.35) {
        const read = id();
        const file = path();
        const effects = [{ type: 'file.read' as const, object: file }];
        story.call(
          { id: read, tool: 'Read', effects, input: { file_path: file } },
          { output: 'text '.repeat(80), tookMs: 30 },
          where,
        );
        story.tell('file.read', { path: file, call: read, lines: 120, totalLines: 120 }, where);
      } else if (kind < 0.6) {
        const edit = id();
        const file = path();
        const effects = [{ type: 'file.write' as const, object: file }];
        story.call(
          { id: edit, tool: 'Edit', effects, input: { file_path: file, old_string: 'a', new_string: 'b' } },
          { output: { ok: true }, tookMs: 40 },
          where,
        );
        const patch = [
          { oldStart: 4, oldLines: 1, newStart: 4, newLines: 2, lines: ['-old line', '+new line', '+one more'] },
        ];
        story.tell(
          'file.written',
          { path: file, call: edit, how: 'edit', patch, linesAdded: 2, linesRemoved: 1 },
          where,
        );
      } else {
        const command = random() < 0.05 ? 'git commit -m "a step"' : `npm test -- part-${Math.floor(random() * 12)}`;
        const asked = { id: id(), tool: 'Bash', effects: shell(command), input: { command } };
        const fails = random() < 0.12;
        story.call(
          asked,
          fails
            ? { error: 'Exit code 1\nexpected 3, received 4', exitCode: 1, tookMs: 2_400 }
            : { output: { stdout: 'ok '.repeat(100) }, exitCode: 0, tookMs: 1_500 },
          where,
        );
      }
      if (random() < 0.25) story.say(`Looking at step ${call} of the work, and what follows from it.`, where);
      if (random() < 0.5) {
        story.tell(
          'model.called',
          {
            model: 'claude-sonnet-4-5',
            nativeMessage: `msg_${name}_${call}_${count}`,
            tokens: { input: 20, output: 400, cacheRead: 30_000, cacheWrite: 900 },
            costUsd: 0.02,
          },
          where,
        );
      }
    }
  }

  for (let turn = 1; story.events.length < eventsMin; turn += 1) {
    story.prompt(`Part ${turn}: make the next module faster and say what was done`);
    if (turn % 3 === 1) {
      story.tell('plan.updated', {
        whole: true,
        items: ['Measure', 'Change', 'Measure again'].map((text, index) => ({
          id: String(index),
          text: `${text} (part ${turn})`,
          status: index === 0 ? ('active' as const) : ('pending' as const),
        })),
      });
    }
    work(undefined, 12 + Math.floor(random() * 20));
    if (turn % 5 === 0) {
      const agents = agentNames
        .slice(0, 1 + (turn % 4))
        .map((type) => ({ type, agent: `${name}-agent-${turn}-${type}`, call: id() }));
      for (const { type, agent, call: started } of agents) {
        const effects = [{ type: 'agent.spawn' as const, object: type }];
        story.call({ id: started, tool: 'Task', effects, input: { prompt: `Do the ${type} work` } }, undefined);
        story.tell('agent.started', { agent, type, call: started, description: `${type} work of part ${turn}` });
      }
      for (let round = 0; round < 3; round += 1) for (const { agent } of agents) work(agent, 3);
      for (const { type, agent, call: started } of agents) {
        story.tell('agent.ended', { agent, type, outcome: 'ok', text: 'Done.' });
        const effects = [{ type: 'agent.spawn' as const, object: type }];
        story.tell('tool.finished', {
          call: started,
          nativeCall: `toolu_${started}`,
          tool: 'Task',
          effects,
          outcome: 'ok',
          output: 'Done.',
          spawned: agent,
        });
      }
    }
    if (turn % 7 === 0) {
      story.tell('permission.asked', { tool: 'Bash', input: { command: 'npm publish' } });
      story.wait(3 * minuteMs);
      story.tell('permission.decided', { tool: 'Bash', decision: 'allow', by: 'person' });
    }
    if (turn % 40 === 0) story.tell('session.compacted', { trigger: 'auto' });
    story.tell('turn.ended', { text: `Part ${turn} is done.` });
    story.wait(random() < 0.1 ? 90 * minuteMs : random() * 4 * minuteMs);
  }
  return story;
}
