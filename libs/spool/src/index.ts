/** The spool: how captured payloads lie on disk, in which order they are read, what is dropped when it is full. */
export { type CaptureFacts, formatHeader, parseHeader } from './header.ts';
export { type SpoolLayout, spoolLayout } from './layout.ts';
export type { SpoolItem } from './order.ts';
export type { BrokenReason, SpoolEntry, SpoolReading } from './reading.ts';
export type { RejectedEntry } from './rejected.ts';
export { type Backlog, Spool, type SpoolSettings } from './spool.ts';
export { defaultLimits, type SpoolLimits, type TrimReport } from './trim.ts';
export { watchFolder } from './watch.ts';
