import type { EventOf, Text } from '@hookline/schemas';

const linesMax = 40;
const lengthMax = 300;

/** Files in which a project tells agents how to work. */
const instructionFile =
  /(^|\/)(AGENTS|CLAUDE|GEMINI|CONVENTIONS|copilot-instructions|\.goosehints|\.cursorrules)(\.local)?(\.md)?$/;

/** The lines that a write added to a file of instructions; none for other files, and where the change was not seen. */
export function instructionLines({ path, before, after, patch }: EventOf<'file.written'>['data']): string[] {
  if (!instructionFile.test(path)) return [];
  const added =
    patch !== undefined
      ? patch.flatMap(({ lines }) =>
          lines
            .map(textOf)
            .filter((line) => line.startsWith('+'))
            .map((line) => line.slice(1)),
        )
      : addedLines(before, after);
  return added
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, linesMax)
    .map((line) => line.slice(0, lengthMax));
}

function addedLines(before: Text | undefined, after: Text | undefined): string[] {
  if (after === undefined) return [];
  const known = new Set(before === undefined ? [] : textOf(before).split('\n'));
  return textOf(after)
    .split('\n')
    .filter((line) => !known.has(line));
}

const textOf = (text: Text): string => (typeof text === 'string' ? text : text.head);
