/** Somebody already runs on this home: stop that process, or choose another home. */
export class HomeInUseError extends Error {
  override name = 'HomeInUseError';
  readonly home: string;
  readonly pid: number;
  constructor(home: string, pid: number) {
    super(
      `Hookline already runs on ${home} (process ${pid}). Stop it first (Ctrl-C there, or: kill ${pid}), or choose another folder with HOOKLINE_HOME.`,
    );
    this.home = home;
    this.pid = pid;
  }
}

/** A foreign process listens where a server was told to: free the port, or change the setting. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  readonly port: number;
  readonly setting: string;
  constructor(program: string, port: number, setting: string) {
    super(
      `${program} cannot listen on 127.0.0.1:${port}: another process has that port. Stop that process, or set ${setting} to a free port (unset, a free one is chosen).`,
    );
    this.port = port;
    this.setting = setting;
  }
}

/** A program, server or data folder of a version that cannot be used. */
export class WrongVersionError extends Error {
  override name = 'WrongVersionError';
  readonly program: string;
  readonly found: string;
  readonly needed: string;
  constructor(facts: { program: string; found: string; needed: string }, whatToDo: string) {
    super(`${facts.program} is version ${facts.found}, but Hookline needs ${facts.needed}. ${whatToDo}`);
    this.program = facts.program;
    this.found = facts.found;
    this.needed = facts.needed;
  }
}
