import { purposeOf } from '../commands/purpose.ts';
import { simpleCommands } from '../commands/simple-commands.ts';
import type { Call, Story } from '../facts/story.ts';
import { actionOf } from './action.ts';
import { isProjectFile } from './touched.ts';

/** One way from a change to a check or a commit that says it is good. */
export interface Chain {
  /** `edit .go`, `mise run fmt`, `mise run lint`: no step twice. */
  readonly steps: readonly string[];
  /** The commands as they were run, one for each step; empty for edits. */
  readonly commands: readonly string[];
  readonly ok: boolean;
  readonly positions: readonly number[];
  readonly time: string;
}

const lengthMin = 3;
const lengthMax = 8;
const chainsMax = 60;

/** Programs that look, wait or shorten what others print. */
const looking = new Set(
  'echo printf tail head grep rg sed awk cat tee sort uniq wc true pwd ls export set find which sleep less file stat tree diff jq xargs [ date whoami ps kill curl mkdir rm cp mv chmod touch'.split(
    ' ',
  ),
);
const acting = /^(git (add|commit|push|tag|merge|rebase)|gh (pr|release) (create|merge|edit))$/;
const finishing = /^(git (commit|push)|gh (pr|release) create)$/;

interface Step {
  readonly name: string;
  readonly command: string;
  readonly isEdit: boolean;
  readonly ends: boolean;
  readonly ok: boolean;
  readonly position: number;
  readonly time: string;
}

/** The chains of the main agent: from a run of edits to each check or commit that followed, up to the next edit. */
export function chainsIn(story: Story): Chain[] {
  const chains: Chain[] = [];
  let current: Step[] = [];
  for (const step of collapsed(stepsIn(story))) {
    if (step.isEdit) {
      current = [step];
      continue;
    }
    // A step that comes again begins a round that no edit explains.
    if (current.length === 0 || current.some(({ name }) => name === step.name)) {
      current = [];
      continue;
    }
    current = [...current, step];
    if (step.ends && current.length >= lengthMin && current.length <= lengthMax) chains.push(chainOf(current));
  }
  return chains.slice(0, chainsMax);
}

function chainOf(steps: readonly Step[]): Chain {
  return {
    steps: steps.map(({ name }) => name),
    commands: steps.map(({ command }) => command),
    ok: steps.every(({ ok }) => ok),
    positions: steps.map(({ position }) => position),
    time: steps.at(-1)!.time,
  };
}

/** The same step several times in a row is one, as it went the last time; edits of any files are one. */
function collapsed(steps: readonly Step[]): Step[] {
  const result: Step[] = [];
  for (const step of steps) {
    const last = result.at(-1);
    if (last !== undefined && (last.name === step.name || (last.isEdit && step.isEdit))) result.pop();
    result.push(step);
  }
  return result;
}

function stepsIn(story: Story): Step[] {
  return story.steps.flatMap((step) => {
    if (step.type !== 'call' || step.agent !== 'main' || (step.outcome !== 'ok' && step.outcome !== 'failed'))
      return [];
    return step.command === undefined ? editIn(step) : commandsIn(step, step.command);
  });
}

function editIn(call: Call): Step[] {
  const path = call.writes.find((write) => isProjectFile(write.path))?.path;
  if (path === undefined) return [];
  const kind = /[^/]\.([A-Za-z0-9]{1,8})$/.exec(path)?.[1];
  const name = kind === undefined ? 'edit' : `edit .${kind}`;
  return [{ name, command: '', isEdit: true, ends: false, ok: true, position: call.position, time: call.time }];
}

function commandsIn(call: Call, line: string): Step[] {
  return simpleCommands(line).flatMap(({ words }): Step[] => {
    if (looking.has(words[0]!)) return [];
    const name = actionOf(words);
    const verifies = purposeOf(name) !== undefined;
    if (name.length > 80 || (/^(git|gh)\b/.test(name) && !acting.test(name))) return [];
    return [
      {
        name,
        command: words.join(' ').slice(0, 120),
        isEdit: false,
        ends: verifies || finishing.test(name),
        ok: call.outcome === 'ok',
        position: call.position,
        time: call.time,
      },
    ];
  });
}
