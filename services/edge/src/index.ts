/** From the spool of one machine to the gateway: nothing leaves it unredacted, nothing is forgotten unacknowledged. */
export { type EdgeParts, runEdge } from './edge.ts';
export { edge } from './edge-service.ts';
export type { ImportProgress } from './import/import-export.ts';
export type { ImportReport } from './import/import-report.ts';
export { type ImportParts, importEvents, importTranscripts } from './import/import-transcripts.ts';
export { findProject, loginName } from './project/find-project.ts';
export { BusLink, type BusLinkSettings } from './send/bus-link.ts';
