/** Where the servers report; a pino logger fits. */
export interface ServersLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export const silent: ServersLog = { info() {}, warn() {} };
