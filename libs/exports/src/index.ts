/** A session in other people's formats. Pure: the same events give the same bytes, so exporting twice changes nothing. */
export { addedLines } from './agent-trace/added-lines.ts';
export { type AgentTrace, agentTrace } from './agent-trace/agent-trace.ts';
export { type Commit, traceOfCommit } from './agent-trace/trace-of-commit.ts';
export { type Atif, atif } from './atif/atif.ts';
export { trajectoryOfSession } from './atif/trajectory-of-session.ts';
export { pageOfView } from './html/page-of-view.ts';
export { type SharedContent, type SharedView, sharedContents, sharedView } from './html/shared-view.ts';
export { otlpJson, otlpProtobuf } from './otlp/otlp.ts';
export type { SpanOptions } from './otlp/spans-of-session.ts';
export { eventColumns } from './parquet/event-columns.ts';
export {
  type ParquetColumn,
  type ParquetLimits,
  type ParquetType,
  parquetBytes,
  parquetOf,
} from './parquet/parquet-stream.ts';
export type { SessionView } from './session/session-view.ts';
export { viewSession } from './session/view-session.ts';
