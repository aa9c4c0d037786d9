export type { Surroundings } from './command.ts';
export { findConnection } from './connection.ts';
export { listRecordings, type RecordedHook, readRecording } from './demo/recording.ts';
export { untilProjected } from './demo/settled.ts';
export { ShimFeed } from './demo/shim-feed.ts';
export { Output, type Sink } from './output.ts';
export { run } from './program.ts';
