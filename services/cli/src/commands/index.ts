import type { AddCommand } from '../command.ts';
import { addApprovals } from './approvals.ts';
import { addArchive } from './archive.ts';
import { addClaims } from './claims/index.ts';
import { addCompare } from './compare.ts';
import { addConflicts } from './conflicts.ts';
import { addConsole } from './console.ts';
import { addCosts } from './costs.ts';
import { addDemo } from './demo.ts';
import { addDiff } from './diff.ts';
import { addDoctor } from './doctor.ts';
import { addEdge } from './edge.ts';
import { addEmit } from './emit.ts';
import { addEnrol } from './enrol.ts';
import { addExport } from './export.ts';
import { addFailures } from './failures.ts';
import { addFiles } from './files.ts';
import { addHandOff } from './handoff.ts';
import { addImport } from './import.ts';
import { addInstall, addUninstall } from './install/index.ts';
import { addMcp } from './mcp.ts';
import { addMemory } from './memory/index.ts';
import { addOutcomes } from './outcomes.ts';
import { addPolicies } from './policies/index.ts';
import { addProjections } from './projections.ts';
import { addRecall } from './recall.ts';
import { addReplay } from './replay.ts';
import { addRetention } from './retention.ts';
import { addRules } from './rules/index.ts';
import { addRunner } from './runner.ts';
import { addSearch } from './search.ts';
import { addService } from './service.ts';
import { addSessions } from './sessions.ts';
import { addShare } from './share.ts';
import { addShow } from './show.ts';
import { addSql } from './sql.ts';
import { addStart } from './start.ts';
import { addState } from './state.ts';
import { addSteer } from './steer.ts';
import { addTail } from './tail.ts';
import { addTokens } from './tokens.ts';
import { addValidate } from './validate.ts';
import { addVerify } from './verify.ts';
import { addWebhooks } from './webhooks.ts';
import { addWork } from './work/index.ts';

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
  addFiles,
  addDiff,
  addSearch,
  addFailures,
  addState,
  addReplay,
  addCompare,
  addCosts,
  addOutcomes,
  addHandOff,
  addShare,
  addTail,
  addSql,
  addImport,
  addExport,
  addArchive,
  addRetention,
  addEmit,
  addValidate,
  addMemory,
  addRecall,
  addMcp,
  addRules,
  addWork,
  addClaims,
  addConflicts,
  addSteer,
  addApprovals,
  addPolicies,
  addWebhooks,
  addRunner,
  addProjections,
  addVerify,
  addTokens,
  addEnrol,
  addEdge,
  addService,
];
