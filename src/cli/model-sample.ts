import { patternSample } from './pattern-sample.ts';

type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deeper ones are left to whoever tries the line. */
const depthMax = 5;

/** A body with what a model requires: a start for whoever tries a method, who knows its references. */
export function modelSample(schemaText: string): string {
  return JSON.stringify(sampleOf(readSchema(schemaText), 0));
}

function readSchema(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function sampleOf(schema: unknown, depth: number): unknown {
  if (!isSchema(schema) || depth > depthMax) return {};
  const { type, items, minimum } = schema;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return typeof minimum === 'number' ? minimum : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return items === undefined ? [] : [sampleOf(items, depth + 1)];
    default:
      return objectOf(schema, depth);
  }
}

/** A text of a format cannot be told by its length alone: JSON Schema's own formats first. */
const formats: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function textOf({ pattern, format, minLength, maxLength }: Schema): string {
  const sample = typeof pattern === 'string' ? patternSample(pattern) : undefined;
  if (sample !== undefined) return sample;
  if (typeof format === 'string' && formats[format] !== undefined) return formats[format];
  const text = 'text'.padEnd(typeof minLength === 'number' && minLength < 100 ? minLength : 0, '-');
  return typeof maxLength === 'number' ? text.slice(0, maxLength) : text;
}

function objectOf({ properties, required }: Schema, depth: number): object {
  const known = isSchema(properties) ? properties : {};
  const names = Array.isArray(required) ? required.map(String) : Object.keys(known);
  return Object.fromEntries(
    names.map((name) => [name, sampleOf(Object.hasOwn(known, name) ? known[name] : {}, depth + 1)]),
  );
}
