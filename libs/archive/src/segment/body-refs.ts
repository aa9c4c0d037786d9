const reference = /"body":"(sha256:[0-9a-f]{64})"/g;

/** The bodies that events, as JSON, refer to. */
export function bodyRefsIn(json: string): string[] {
  return [...new Set(Array.from(json.matchAll(reference), ([, ref]) => ref!))];
}

/** Where an archive keeps a body: the packed text under the hash of what it unpacks to. */
export function bodyName(ref: string): string {
  const hex = ref.slice('sha256:'.length);
  return `bodies/sha256/${hex.slice(0, 2)}/${hex}.gz`;
}
