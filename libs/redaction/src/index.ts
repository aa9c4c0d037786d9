/** Finds secrets in JSON values and puts keyed marks in their place; keeps nothing on disk, logs nothing. */
export { mayContainSecret } from './detector.ts';
export { pickEnvironmentSecrets } from './environment-secrets.ts';
export { DEPTH_MAX, NestingError } from './json-strings.ts';
export {
  createRedactor,
  type Finding,
  type Redacted,
  type Redactor,
  type RedactorOptions,
} from './redactor.ts';
