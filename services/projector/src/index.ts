export { projector, projectorOf } from './projector.ts';
