/** How every service answers HTTP: one shape of errors, the same protection, OpenAPI. */
export { type Allow, allowFor } from './allow.ts';
export { type App, type AppOptions, createApp } from './app.ts';
export { BrowserLogin, type LoginCode } from './browser-login.ts';
export { type ApiDocument, documentOf, forDocument, mergeDocuments } from './document.ts';
export { ApiError, notFound } from './errors.ts';
export { personHeader, personHeaders, personNamed, whoSays } from './person.ts';
export { answers, answersAs, answersNothing, errorShape, rowShape, security } from './shapes.ts';
export { readSince } from './since.ts';
