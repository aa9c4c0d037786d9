export { consume } from './engine/consume.ts';
export { orchestrator } from './orchestrator.ts';
