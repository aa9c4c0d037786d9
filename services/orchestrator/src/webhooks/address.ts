import ipaddr from 'ipaddr.js';

/** A host of the private network, or of this machine, that webhooks may be sent to because somebody named it. */
export interface NamedHost {
  /** A name, an address, or `*.` and the end of names. */
  readonly host: string;
  /** Only that port; every port where absent. */
  readonly port?: string | undefined;
}

/** Reads `127.0.0.1, *.corp.example, sink:9000, [::1]:8080`. Throws, with the entry, for what is none. */
export function readNamedHosts(text: string): NamedHost[] {
  return text.split(',').flatMap((entry) => {
    const given = entry.trim().toLowerCase();
    if (given === '') return [];
    const found = /^(?<host>\[[0-9a-f:.]+\]|(?:\*\.)?[a-z0-9_.-]+)(?::(?<port>\d{1,5}))?$/.exec(given)?.groups;
    if (found === undefined) {
      throw new Error(`found ${JSON.stringify(given)}, expected a host, *.domain, or either with :port`);
    }
    return { host: bare(found.host!), port: found.port };
  });
}

/** Whether an address of a URL was named. */
export function isNamed({ hostname, port, protocol }: URL, named: readonly NamedHost[]): boolean {
  const [host, at] = [bare(hostname.toLowerCase()), port || (protocol === 'https:' ? '443' : '80')];
  return named.some(
    (one) =>
      (one.port === undefined || one.port === at) &&
      (one.host.startsWith('*.') ? host.endsWith(one.host.slice(1)) : host === one.host),
  );
}

/**
 * Whether an address is one of the internet: not of this machine, a private or shared network, a link, or any other
 * range that is not for everybody; also where such an address is wrapped into one of IPv6.
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  return read.range() === 'unicast';
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '');
