import type { Prompt, Story } from '../facts/story.ts';

/** What editors and harnesses write around the words of a person. */
const wrapped =
  /<(ide_[a-z_]+|system-reminder|environment_context|user_instructions|command-[a-z]+|local-command-[a-z]+|context)>[\s\S]*?<\/\1>/g;
const continued = /^This session is being continued from a previous conversation/;
const fence = /```[\s\S]*?(```|$)/g;

/** The words of the person in a prompt, without what harnesses add; empty where nothing is left. */
export function wordsOfPerson(prompt: Prompt): string {
  if (prompt.by !== 'person' || continued.test(prompt.text)) return '';
  return prompt.text.replaceAll(wrapped, ' ').trim();
}

/** As `wordsOfPerson`, also without pasted code, logs and quotations: only what the person wrote in sentences. */
export function sentencesOfPerson(prompt: Prompt): string {
  return wordsOfPerson(prompt)
    .replaceAll(fence, ' ')
    .split('\n')
    .filter((line) => !/^\s*(>|\||\$ |at )/.test(line))
    .join('\n')
    .trim();
}

/** The prompts of a session in which a person said something to the main agent, in order. */
export function promptsOfPerson(story: Story): Prompt[] {
  return story.steps.flatMap((step) =>
    step.type === 'prompt' && step.agent === 'main' && wordsOfPerson(step) !== '' ? [step] : [],
  );
}
