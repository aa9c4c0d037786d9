import { stemmer } from 'stemmer';

const stopWords = new Set(
  'a about after all also am an and any are as at be because been before but by can could did do does doing done for from get go had has have how i if in into is it its just let like make me more my need no not now of off on one only or our out over please should so some than that the their them then there these they this to up us use used using want was we were what when where which while who why will with would you your'.split(
    ' ',
  ),
);

/**
 * The words of a text as names of code and sentences share them: names in camel case, snake case and paths are taken
 * apart, words are reduced to their stems, words that say nothing are left out. In order, with repetitions.
 */
export function wordsOf(text: string): string[] {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1 && word.length <= 40 && !stopWords.has(word))
    .map(stemmer);
}
