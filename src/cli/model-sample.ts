type Schema = Readonly<Record<string, unknown>>;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Deeper ones are left to whoever tries the line. */
const depthMax = 5;

/** A body with what a model requires: a start for whoever tries a method, who knows its patterns and references. */
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
  const { type, items, minLength, minimum } = schema;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return 'text'.padEnd(typeof minLength === 'number' && minLength < 100 ? minLength : 0, '-');
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

function objectOf({ properties, required }: Schema, depth: number): object {
  const known = isSchema(properties) ? properties : {};
  const names = Array.isArray(required) ? required.map(String) : Object.keys(known);
  return Object.fromEntries(
    names.map((name) => [name, sampleOf(Object.hasOwn(known, name) ? known[name] : {}, depth + 1)]),
  );
}
