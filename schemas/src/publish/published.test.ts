import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { eventKinds } from '../events/index.ts';
import { asyncApiDocument } from './async-api.ts';
import { jsonSchemaFiles } from './json-schema.ts';

const folder = new URL('../../generated/', import.meta.url);
const published = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const files = jsonSchemaFiles();

test.each(files)('the published shape of $name never changes: add a version with evolve()', ({ name, content }) => {
  expect(published(name), `${name}: run npm run generate for a new shape, evolve() for a changed one`).toBe(content);
});

test('no published shape is ever dropped', () => {
  const known = new Set([...files.map(({ name }) => name), 'asyncapi.json']);

  expect(readdirSync(folder).filter((name) => !known.has(name))).toEqual([]);
});

test('every published shape is a valid JSON Schema', () => {
  for (const { name } of files) {
    // A validator of its own each: the schemas are named, and one may hold a name once.
    const validator = new Ajv2020.default({ strict: false, validateFormats: false });
    expect(() => validator.compile(JSON.parse(published(name))), name).not.toThrow();
  }
});

test('the AsyncAPI document is the one that was generated and is valid AsyncAPI 3', () => {
  const document = JSON.parse(published('asyncapi.json'));
  expect(document).toEqual(JSON.parse(JSON.stringify(asyncApiDocument())));

  const schema = JSON.parse(readFileSync(new URL(import.meta.resolve('@asyncapi/specs/schemas/3.0.0.json')), 'utf8'));
  const validator = new Ajv.default({ strict: false, validateFormats: false, meta: false });
  const validate = validator.compile(schema);
  validate(document);
  expect(validate.errors).toBeNull();
});

test('every name of a kind is used once and its file can be found by it', () => {
  const names = eventKinds.map((kind) => kind.kind);
  const files = readdirSync(new URL('../events/', import.meta.url)).filter((file) => file !== 'index.ts');

  expect(new Set(names).size).toBe(names.length);
  expect(files.sort()).toEqual(names.map((name) => `${name.replaceAll('.', '-')}.ts`).sort());
});
