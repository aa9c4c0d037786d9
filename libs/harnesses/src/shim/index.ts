/** What a harness calls: a short shell script that leaves the payload in the spool, and the card it may show. */
export { type AnswersLayout, announcedFolder, answersLayout } from './answers.ts';
export {
  type AskLists,
  CARD_CHARACTERS_MAX,
  type CardPlace,
  removeAskLists,
  removeCard,
  writeAskLists,
  writeCard,
} from './cards.ts';
export { hookCommand, renderShim, type ShimSpec, shimPath } from './render.ts';
