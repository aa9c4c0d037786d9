import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ApiContext } from './context.ts';
import { examine } from './examine.ts';

/** What Prometheus is told: gauges are set when it asks, so that they never tell of an older state. */
export function createMetrics(context: Pick<ApiContext, 'db' | 'log' | 'health'>) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'hookline_' });
  const registers = [registry];
  const up = new Gauge({ name: 'hookline_up', help: '1 when a part is well', labelNames: ['part'], registers });
  const fact = new Gauge({
    name: 'hookline_fact',
    help: 'A figure that a part tells of itself: a backlog, an age, a count',
    labelNames: ['part', 'fact'],
    registers,
  });
  const position = new Gauge({ name: 'hookline_log_position', help: 'The newest position of the log', registers });
  const lag = new Gauge({
    name: 'hookline_projection_lag_events',
    help: 'Events that a live read model has still to fold',
    labelNames: ['projection'],
    registers,
  });
  const requests = new Counter({
    name: 'hookline_http_requests_total',
    help: 'Requests that the API answered',
    labelNames: ['method', 'status'],
    registers,
  });

  return {
    contentType: registry.contentType,
    countRequest: (method: string, status: number) => requests.inc({ method, status: String(status) }),
    async text(): Promise<string> {
      const { services, log, lag: lags } = await examine(context);
      for (const gauge of [up, fact, lag]) gauge.reset();
      for (const { name, ok, facts } of services) {
        up.set({ part: name }, ok ? 1 : 0);
        for (const [key, value] of Object.entries(facts ?? {})) {
          if (typeof value === 'number') fact.set({ part: name, fact: key }, value);
        }
      }
      if (log) position.set(log.last);
      for (const [projection, events] of Object.entries(lags)) lag.set({ projection }, events);
      return registry.metrics();
    },
  };
}
