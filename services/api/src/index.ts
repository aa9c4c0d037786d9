export { createApi } from './app.ts';
export type { ApiContext, ApiFacts } from './context.ts';
export { LiveTail } from './live-tail.ts';
export { api } from './service.ts';
