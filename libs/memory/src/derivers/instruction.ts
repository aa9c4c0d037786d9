const telling =
  /\b(always|never|don['’]?t|do not|must(n['’]t)?|should(n['’]t)?|avoid|prefer|instead of|only (use|run|commit|push|edit|write)|make sure|remember|from now on|no need to|use|keep|run|write|add|ask|follow|stick to|go through)\b/i;

/**
 * Whether a sentence can be read as saying how work is to be done. It only sorts what people are asked about first: it
 * makes nothing an instruction.
 */
export function readsAsInstruction(sentence: string): boolean {
  const words = sentence.split(/\s+/).filter((word) => /\p{L}{2}/u.test(word));
  return words.length >= 3 && !/\?\s*$/.test(sentence) && telling.test(sentence);
}
