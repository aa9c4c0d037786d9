import { z } from 'zod';

/** The settings of one part: its name and the object they are read by. */
export interface SettingsOf {
  readonly part: string;
  readonly settings: unknown;
}

/** Every setting as Markdown, each once, where it is first named. */
export function describeSettings(parts: readonly SettingsOf[]): string {
  const lines = [
    '# Settings',
    '',
    'Written by `npm run reference`. Environment variables; an empty one counts as not set. All mistakes are told together, before anything starts.',
  ];
  const told = new Set<string>();
  for (const { part, settings } of parts) {
    const document = z.toJSONSchema(settings as z.ZodType, { io: 'input', unrepresentable: 'any' });
    const rows = Object.entries(document.properties ?? {}).flatMap(([name, schema]) => {
      if (told.has(name) || typeof schema === 'boolean') return [];
      told.add(name);
      const standard = name === 'HOOKLINE_CONSOLE' ? 'services/console/dist' : schema.default;
      const value = standard === undefined || standard === '' ? '' : `\`${String(standard)}\``;
      return [`| \`${name}\` | ${value} | ${schema.description ?? ''} |`];
    });
    if (rows.length > 0)
      lines.push('', `## ${part}`, '', '| name | default | meaning |', '| --- | --- | --- |', ...rows);
  }
  return `${lines.join('\n')}\n`;
}
