import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ApprovalRow } from './approval.ts';

type Signed = Pick<ApprovalRow, 'approval' | 'expiresAt' | 'linkKey'>;

/** A key for the links of one question. */
export function newLinkKey(): string {
  return randomBytes(32).toString('base64url');
}

/** What proves that a link was made here, for this question and this time. Nothing else opens with it. */
export function linkToken({ approval, expiresAt, linkKey }: Signed): string {
  return createHmac('sha256', linkKey).update(`approval\n${approval}\n${expiresAt}`).digest('base64url');
}

/** Whether the token is that of the question. How long it takes tells nothing. */
export function fitsLink(row: Signed, token: string): boolean {
  const [right, given] = [linkToken(row), token].map((text) => Buffer.from(text));
  return right!.length === given!.length && timingSafeEqual(right!, given!);
}

/** The path under which whoever has it sees the question and decides it, once. */
export function linkPath(row: Signed): string {
  return `/v1/approvals/${encodeURIComponent(row.approval)}/link?token=${linkToken(row)}`;
}
