import {
  type CheckedItems,
  checkItems,
  extractionMessages,
  type KnownSubject,
  type Window,
} from '@hookline/memory/extract';
import { askModel, ModelAwayError } from './ask-model.ts';
import type { ExtractionPlan } from './settings.ts';

const attempts = 2;

/** What came of asking about a window. */
export interface ReadWindow {
  readonly items: CheckedItems['items'];
  readonly refused: readonly { readonly reason: string; readonly statement: string }[];
  /** Of all attempts together. */
  readonly tokens: { readonly input: number; readonly output: number };
}

/**
 * Asks a model about a window, a second time where the first answer did not come or cannot be used. A second answer that
 * cannot be used either is a result without items; rejects with `ModelAwayError` where no answer came.
 */
export async function readWindow(
  plan: ExtractionPlan,
  window: Window,
  known: readonly KnownSubject[],
  signal: AbortSignal,
): Promise<ReadWindow> {
  const messages = extractionMessages(window, known);
  const tokens = { input: 0, output: 0 };
  let fault = '';
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const answer = await askModel(plan, messages, signal);
      tokens.input += answer.tokens.input;
      tokens.output += answer.tokens.output;
      const checked = checkItems(jsonIn(answer.content), window);
      if (checked !== undefined) return { ...checked, tokens };
      fault = answer.finished ? 'answer-not-usable' : 'answer-cut-off';
    } catch (error) {
      if (!(error instanceof ModelAwayError) || !error.passing) throw error;
      // An answer was had and paid for: that is told, rather than asked for again and again.
      if (attempt === attempts && fault === '') throw error;
    }
  }
  return { items: [], refused: [{ reason: fault, statement: '' }], tokens };
}

/** The JSON of an answer, also where a model put it into a fence. */
function jsonIn(content: string): unknown {
  try {
    return JSON.parse(content.trim().replace(/^```(?:json)?\s*|\s*```$/g, ''));
  } catch {
    return undefined;
  }
}
