/** About so many tokens of a language model a text makes: four characters to a token, wherever memory counts tokens. */
export function tokenEstimate(text: string): number {
  return Math.ceil(text.length / 4);
}
