/** The door of the bus: what is answered with stored or known is in the log, durably. */
export { createGateway, type GatewayParts } from './create-gateway.ts';
export { gateway } from './gateway.ts';
export { defaultLimits, type GatewayLimits } from './limits.ts';
