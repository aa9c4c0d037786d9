import type { Command } from 'commander';

/** The command line as Markdown: every command with its arguments and options. */
export function describeCommands(program: Command): string {
  const parts = [
    '# The command line',
    '',
    'Written by `npm run reference`. Results go to stdout, everything else to stderr. Every command takes `--json`.',
    '',
    'Status: 0 fine, 1 it failed or is not well, 2 the command line makes no sense, 3 there is no such thing, 4 the bus does not answer or refuses, 130 stopped by Ctrl-C.',
    '',
    'JSON is one value on one line (indented on a terminal), one line per event for `replay`, `tail` and `export`. It is what the HTTP API answers: a list command prints the list, `show` prints `{ session, turns, calls, messages, files, agents, plans, usage }`, `replay` and `tail` print `{ position, event }`, `export` prints CloudEvents. [Read models](read-models.md) has the fields. Fields are added, never renamed. A failure is `{ "error": { "code", "message", "hint"?, "issues"? } }` on stderr.',
    '',
    'A command finds its bus by `HOOKLINE_URL` and `HOOKLINE_TOKEN`, else it is the one that keeps its data in `HOOKLINE_HOME`.',
  ];
  for (const command of callable(program)) {
    const words = [...ancestors(command), ...command.registeredArguments.map(argumentOf)].join(' ');
    parts.push('', `## ${words}`, '', `${sentence(command.description())}`);
    if (command.options.length === 0) continue;
    parts.push('', '| option | meaning |', '| --- | --- |');
    for (const { flags, description } of command.options) parts.push(`| \`${flags}\` | ${description} |`);
  }
  return `${parts.join('\n')}\n`;
}

/** Commands that do something themselves: those that only hold others have no options of their own. */
function callable(command: Command): Command[] {
  const parts = command.commands.flatMap(callable);
  const isGroup = command.commands.length > 0 && (command.parent === null || command.options.length === 0);
  return isGroup ? parts : [command, ...parts];
}

function ancestors(command: Command): string[] {
  return command.parent ? [...ancestors(command.parent), command.name()] : [command.name()];
}

function argumentOf(argument: Command['registeredArguments'][number]): string {
  const word = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${word}>` : `[${word}]`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
