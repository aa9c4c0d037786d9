export { activeFromSessions, type CommandCard, cardId, cardOf } from './commands/command-card.ts';
export { commandKey } from './commands/command-key.ts';
export { type CallName, type CommandRun, callEndOf, runsOf, startOf } from './commands/command-run.ts';
export type { Purpose } from './commands/purpose.ts';
export { type SimpleCommand, simpleCommands } from './commands/simple-commands.ts';
export { statementOf } from './commands/statement.ts';
export { type SessionCard, sessionCard, sessionCardTokensMax } from './session-card.ts';
