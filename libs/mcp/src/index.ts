/** Memory tools for agents over the Model Context Protocol. */

export { createMcpHandler } from '@modelcontextprotocol/server';
export { type MemoryServerOptions, memoryServer } from './memory-server.ts';
export type { MemoryPort, Whereabouts } from './port.ts';
export { serveStdio } from './serve-stdio.ts';
export type { ClaimPort } from './tools/claims.ts';
export type { WorkPort } from './tools/work.ts';
