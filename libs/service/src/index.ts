export { type AnyService, defineService, type Need, type Service, type ServiceContext } from './define-service.ts';
export { type DatedReport, Health, type HealthReport } from './health.ts';
export { type FetchHandler, HttpHost, PortTakenError } from './http-host.ts';
export { main } from './main.ts';
export { type RunningServices, runServices, ServiceFailedError } from './run-services.ts';
export {
  type CommonSettings,
  commonSettings,
  type Environment,
  homeOf,
  readSettings,
  SettingsError,
} from './settings.ts';
