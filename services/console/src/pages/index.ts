import { compare } from './compare/route.ts';
import { costs, outcomes, prices } from './costs/route.ts';
import { fileHistory, files } from './files/route.ts';
import { memoryAudit, memoryQueue, memoryReport, memorySkills, oneMemory } from './memory/route.ts';
import { now } from './now/route.ts';
import { failures, search } from './search/route.ts';
import { session } from './session/route.ts';
import { status } from './status/route.ts';

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
  status,
];
