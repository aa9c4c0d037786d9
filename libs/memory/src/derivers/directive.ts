import type { Story } from '../facts/story.ts';
import { wordsOfPerson } from './asked.ts';
import { type Claimed, clean } from './claim.ts';
import { claimed } from './claims.ts';
import { readsAsInstruction } from './instruction.ts';
import { subjectOf } from './subject.ts';

const linesMax = 40;

/** What agents are to do or to leave. */
export const directive = claimed('directive', 'What a person said that agents are to do or to leave.', (story) => [
  ...notedIn(story),
  ...linesIn(story),
]);

/** A prompt of one line that begins with `#` is a note to remember, not a task. */
function notedIn(story: Story): Claimed[] {
  return story.steps.flatMap((step) => {
    if (step.type !== 'prompt' || step.by !== 'person' || step.agent !== 'main') return [];
    const noted = /^#\s*([^#\d\s][^\n]{5,238})$/.exec(wordsOfPerson(step))?.[1];
    if (noted === undefined || !readsAsInstruction(noted)) return [];
    const statement = clean(noted);
    const { time: at, position } = step;
    const claim = {
      statement,
      by: 'person',
      how: 'prompt',
      at,
      position,
      why: null,
      files: [],
      confidence: 1,
    } as const;
    return [{ about: subjectOf(statement), scope: 'person', claim }];
  });
}

/** Lines that were added to a file of instructions: whoever wrote them, they are proposals for the project. */
function linesIn(story: Story): Claimed[] {
  return story.steps.flatMap((step) =>
    (step.type === 'call' ? step.writes : step.type === 'wrote' ? [step] : []).flatMap(({ path, instructions = [] }) =>
      instructions
        .map((line) => line.replace(/^([-*+]|\d+[.)])\s+/, ''))
        .filter((line) => !/^(#|```|\||<)/.test(line) && readsAsInstruction(line))
        .slice(0, linesMax)
        .map((line): Claimed => {
          const statement = clean(line);
          const { time: at, position } = step;
          const claim = {
            statement,
            by: 'agent',
            how: 'file',
            at,
            position,
            why: null,
            files: [path],
            confidence: 0.5,
          } as const;
          return { about: subjectOf(statement), scope: 'project', claim };
        }),
    ),
  );
}
