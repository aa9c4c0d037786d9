import { createHmac } from 'node:crypto';

/** What stands in a text instead of a secret: `«secret:<kind>:<12 hex digits>»`. */
export const MARK = /«secret:[a-z0-9-]{1,64}:[0-9a-f]{12}»/g;

/** What stands in a text instead of a `<private>` part. */
export const PRIVATE_MARK = '«private»';

export type Marker = (kind: string, secret: string) => string;

/**
 * Marks made with the tenant's key. The hash depends on the secret alone, not on its kind or place, so one secret
 * has one hash wherever it turns up; line breaks and quotes inside it do not count.
 */
export const createMarker = (key: Uint8Array | string): Marker => {
  if (key.length === 0) {
    throw new Error('redaction: the tenant key is empty; expected at least one byte. Pass the key given at enrolment.');
  }
  return (kind, secret) => {
    const hash = createHmac('sha256', key).update(secret.trim()).digest('hex').slice(0, 12);
    return `«secret:${kind}:${hash}»`;
  };
};
