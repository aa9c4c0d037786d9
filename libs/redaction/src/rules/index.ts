import { assignment, nameLiterals } from './assignments.ts';
import type { PlaceRule } from './finding-range.ts';
import {
  authorizationScheme,
  azureClientSecret,
  azureConnectionKey,
  curlUser,
  queryValue,
  telegramToken,
  urlPassword,
} from './other-shapes.ts';
import { privateKey, privateKeyTail } from './private-keys.ts';
import { tokenShapes } from './token-shapes.ts';
import { tokenRule } from './tokens.ts';

/** What to do where a literal begins. */
export interface PlaceEntry {
  /** Lower case; only its first three characters are sure to stand there, so the rule must look itself. */
  literal: string;
  rule?: PlaceRule;
  /** Secretlint may know a secret here: let it look at the text too. */
  consult?: RegExp;
}

const consult = (literal: string, shape: RegExp): PlaceEntry => ({
  literal: literal.toLowerCase(),
  consult: new RegExp(shape.source, `${shape.flags}y`),
});

/** Where Secretlint's rules can find something that needs a looser look than our own shapes. */
const consultations: readonly PlaceEntry[] = [
  consult('T3BlbkFJ', /T3BlbkFJ/),
  consult('://', /:\/\/[^\s/:]{1,256}:[^\s@]{1,256}@/),
  consult('SG.', /SG\.\w{1,128}\.\w/),
  consult('_authToken=', /_authToken=[^$]/),
  consult('-----BEGIN', /-----BEGIN ?(?:[A-Z]+ )?PRIVATE KEY/),
  consult('secret', /(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)/),
  consult('ghs_', /ghs_\d/),
  consult('ntn_', /ntn_\d/),
  consult('glc_', /glc_[A-Za-z0-9+/]{32}/),
  consult('hvs.', /hvs\.[\w-]{90}/),
  consult('xox', /xox[bpaor]-\w/),
  consult('xapp-', /xapp-\w/),
];

const place = (rule: PlaceRule, ...literals: readonly string[]): PlaceEntry[] =>
  literals.map((literal) => ({ literal: literal.toLowerCase(), rule }));

/** Every place at which a rule looks. */
export const placeEntries: readonly PlaceEntry[] = [
  ...tokenShapes.flatMap((shape) => place(tokenRule(shape), ...shape.literals)),
  ...tokenShapes.flatMap((shape) =>
    shape.literals.map((literal) => ({ literal: literal.toLowerCase(), consult: shape.shape })),
  ),
  ...place(assignment, ...nameLiterals),
  ...place(urlPassword, '://'),
  ...place(authorizationScheme, 'bearer', 'basic'),
  ...place(queryValue, '?sig', '&sig', '?key', '&key', '?code', '&code', '?x-', '&x-', '?aws', '&aws'),
  ...place(azureClientSecret, '0q~'),
  ...place(azureConnectionKey, 'accountkey', 'sharedaccesskey', 'sharedsecretkey'),
  ...place(telegramToken, ':aa'),
  ...place(curlUser, '-u ', '-u"', '--user'),
  ...place(privateKey, '-----begin'),
  ...place(privateKeyTail, '-----end'),
  ...consultations,
];
