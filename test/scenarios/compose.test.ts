import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');

interface ComposeService {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: unknown;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly volumes?: readonly string[];
}
const compose = parse(text, { merge: true }) as {
  services: Record<string, ComposeService>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

test('every service with a process of its own has a container', () => {
  const mains = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[a-z]+\/src\/main\.ts$/.test(path) && !path.startsWith('cli/'))
    .map((path) => `services/${path}`);
  const commands = services.map(([, { command }]) => command?.at(-1));

  expect(commands.filter((command) => command?.startsWith('services/')).sort()).toEqual(mains.sort());
});

test('only loopback is published', () => {
  const ports = services.flatMap(([, { ports = [] }]) => ports);

  expect(ports.length).toBeGreaterThan(0);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
});

test('secrets come from the environment and have no defaults', () => {
  const secrets = text.match(/\$\{[A-Z_]*PASSWORD[^}]*\}/g) ?? [];

  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(secret).toMatch(/:\?/);
});

test('people’s SQL runs in the same database as a login of its own', async () => {
  const { readerRole } = await import('@hookline/db');
  const { HOOKLINE_ANALYTICS_URL: reader = '', HOOKLINE_DATABASE_URL: owner = '' } = compose.services.api!.environment!;
  const partsOf = (url: string) => /^postgres:\/\/(\w+):\$\{(\w+):[^}]*\}@(\S+)$/.exec(url)?.slice(1);

  expect(partsOf(reader)).toEqual([readerRole, 'HOOKLINE_READER_PASSWORD', 'postgres:5432/hookline']);
  expect(partsOf(owner)).toEqual(['hookline', 'HOOKLINE_POSTGRES_PASSWORD', 'postgres:5432/hookline']);
});

test('servers have health checks, and services wait for them', () => {
  for (const [name, { healthcheck, depends_on, image, command }] of services) {
    if (command?.[0] !== 'node') expect(healthcheck, name).toBeDefined();
    else expect(Object.keys(depends_on ?? {}).length, name).toBeGreaterThan(0);
    expect(image, name).toBeDefined();
    for (const other of Object.keys(depends_on ?? {})) expect(compose.services).toHaveProperty(other);
  }
});

test('named volumes are declared', () => {
  const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));

  for (const volume of used.filter((name) => /^[a-z]+$/.test(name))) expect(compose.volumes).toHaveProperty(volume);
});

test('settings are ones that hookline knows', async () => {
  const { commonSettings } = await import('@hookline/service');
  const { api } = await import('@hookline/api');
  const { edge } = await import('@hookline/edge');
  const { gateway } = await import('@hookline/gateway');
  const { memory } = await import('@hookline/memory-service');
  const { orchestrator } = await import('@hookline/orchestrator');
  const own = [api, edge, gateway, memory, orchestrator];
  const shapes = [commonSettings, ...own.map(({ settings }) => settings)] as unknown as {
    shape: Record<string, unknown>;
  }[];
  const known = new Set([...shapes.flatMap(({ shape }) => Object.keys(shape)), 'HOOKLINE_NATS_PASSWORD']);
  const used = services.flatMap(([, { environment = {} }]) => Object.keys(environment));

  expect(used.filter((name) => name.startsWith('HOOKLINE_') && !known.has(name))).toEqual([]);
});

test('the gateway can be set up where it starts, and starts where nothing is set', async () => {
  const { defaultLimits, gateway } = await import('@hookline/gateway');
  const { shape } = gateway.settings as unknown as { shape: Record<string, { parse(value: unknown): unknown }> };
  const unset = Object.entries(compose.services.gateway!.environment!).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
  ]);
  const own = Object.fromEntries(unset.filter(([name]) => name in shape));

  expect(Object.keys(own).sort()).toEqual(Object.keys(shape).sort());
  expect(shape.HOOKLINE_EVENTS_PER_SECOND!.parse(own.HOOKLINE_EVENTS_PER_SECOND)).toBe(
    defaultLimits.eventsPerSecondMax,
  );
  for (const [name, setting] of Object.entries(shape)) {
    if (!name.endsWith('SECRETS')) expect(setting.parse(own[name]), name).toEqual(setting.parse(undefined));
  }
});

test('the orchestrator can be set up where it starts, and nothing set is without limits', async () => {
  const { orchestrator } = await import('@hookline/orchestrator');
  const { shape } = orchestrator.settings as unknown as { shape: Record<string, { parse(value: unknown): unknown }> };
  const unset = Object.entries(compose.services.orchestrator!.environment!)
    .filter(([name]) => name in shape)
    .map(([name, value]): [string, string] => [name, value.replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1')]);

  expect(unset.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      'HOOKLINE_RULES_GIT',
      'HOOKLINE_RULES_PER_DAY',
      'HOOKLINE_RULES_COST_PER_DAY_USD',
      'HOOKLINE_RULES_DEPTH',
      'HOOKLINE_PUBLIC_URL',
      'HOOKLINE_TELL_CONFLICTS',
    ]),
  );
  for (const [name, value] of unset)
    expect([name, shape[name]!.parse(value)]).toEqual([name, shape[name]!.parse(undefined)]);
  expect(shape.HOOKLINE_RULES_PER_DAY!.parse('12')).toBe(12);
});

test.each(['gateway', 'orchestrator'] as const)('what the %s answers is asked of it', async (name) => {
  const { api } = await import('@hookline/api');
  const { gateway } = await import('@hookline/gateway');
  const { orchestrator } = await import('@hookline/orchestrator');
  const { paths } = { gateway, orchestrator }[name].describe!() as { paths: Record<string, Record<string, unknown>> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
  );
  const { HOOKLINE_ELSEWHERE } = compose.services.api!.environment!;
  const { HOOKLINE_ELSEWHERE: elsewhere } = api.settings.parse({ HOOKLINE_ELSEWHERE });

  expect(routes.length).toBeGreaterThan(4);
  for (const { path, method } of routes) {
    const found = elsewhere.find((one) => path === one.path || path.startsWith(`${one.path}/`));
    expect([path, found?.origin]).toEqual([path, `http://${name}:4680`]);
    expect([path, found?.method]).toEqual([path, expect.toBeOneOf([method, 'all'])]);
  }
});

test('the image holds every package of the workspace', () => {
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
  const folders = workspaces.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => `${pattern.slice(0, -1)}${name}`)
      : [pattern],
  );

  for (const folder of folders) expect(dockerfile).toContain(`COPY ${folder}/package.json ${folder}/`);
});
