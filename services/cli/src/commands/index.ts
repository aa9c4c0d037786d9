import type { AddCommand } from '../command.ts';
import { addConsole } from './console.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addInstall, addUninstall } from './install.ts';
import { addMemory } from './memory.ts';
import { addProjections } from './projections.ts';
import { addReplay } from './replay.ts';
import { addRules } from './rules.ts';
import { addSessions } from './sessions.ts';
import { addShow } from './show.ts';
import { addStart } from './start.ts';
import { addTail } from './tail.ts';
import { addTokens } from './tokens.ts';
import { addVerify } from './verify.ts';
import { addWork } from './work.ts';

/** Every command, in the order in which help lists them. A new one is a file here and a line below. */
export const commands: readonly AddCommand[] = [
  addStart,
  addDemo,
  addDoctor,
  addConsole,
  addInstall,
  addUninstall,
  addSessions,
  addShow,
  addReplay,
  addTail,
  addImport,
  addExport,
  addMemory,
  addRules,
  addWork,
  addProjections,
  addVerify,
  addTokens,
];
