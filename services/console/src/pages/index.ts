import { approvals } from './approvals/route.ts';
import { claims, conflicts } from './claims/route.ts';
import { compare } from './compare/route.ts';
import { costs, outcomes, prices } from './costs/route.ts';
import { fileHistory, files } from './files/route.ts';
import { memoryAudit, memoryQueue, memoryReport, memorySkills, oneMemory } from './memory/route.ts';
import { now } from './now/route.ts';
import { allFirings, oneFiring, oneRule, rules, why } from './rules/route.ts';
import { failures, search } from './search/route.ts';
import { session } from './session/route.ts';
import { status } from './status/route.ts';
import { work, workItem } from './work/route.ts';

/** Every page. A new one is a folder with a route, and its name here; one that stands in the menu is in `app/places.ts`. */
export const pages = [
  now,
  session,
  search,
  failures,
  files,
  fileHistory,
  costs,
  outcomes,
  prices,
  compare,
  memoryQueue,
  memoryReport,
  memoryAudit,
  memorySkills,
  oneMemory,
  rules,
  oneRule,
  allFirings,
  oneFiring,
  why,
  work,
  workItem,
  approvals,
  claims,
  conflicts,
  status,
];
