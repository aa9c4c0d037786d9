/** What one request, and one token, may ask of the gateway. */
export interface GatewayLimits {
  readonly bodyBytesMax: number;
  readonly eventsMax: number;
  /** How deep the JSON of one event may nest. */
  readonly depthMax: number;
  /** Per token; a burst of twice as many is let through. */
  readonly eventsPerSecondMax: number;
  /** Requests worked on at once; more are sent away for a moment. */
  readonly requestsInFlightMax: number;
}

export const defaultLimits: GatewayLimits = {
  bodyBytesMax: 16 * 1024 ** 2,
  eventsMax: 500,
  depthMax: 200,
  eventsPerSecondMax: 20_000,
  requestsInFlightMax: 32,
};
