export { createApi } from './app.ts';
export { BrowserLogin } from './browser-login.ts';
export type { Api, ApiContext, ApiFacts } from './context.ts';
export { describeApi } from './describe-api.ts';
export { LiveTail } from './live-tail.ts';
export { api } from './service.ts';
