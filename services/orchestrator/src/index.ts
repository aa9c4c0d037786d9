export { orchestrator } from './orchestrator.ts';
