import type { MakeTool } from '../tool.ts';
import { feedbackTool } from './feedback.ts';
import { fixTool } from './fix.ts';
import { forFileTool } from './for-file.ts';
import { getTool } from './get.ts';
import { howTool } from './how.ts';
import { rememberTool } from './remember.ts';
import { searchTool } from './search.ts';
import { whyTool } from './why.ts';

/** Every tool, in the order a client lists them. A new one is a file here and a line below. */
export const tools: readonly MakeTool[] = [
  searchTool,
  getTool,
  whyTool,
  forFileTool,
  fixTool,
  howTool,
  rememberTool,
  feedbackTool,
];
