import type { ModelRecord } from '../state.ts';

const reference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/;

/** The schema of a model with all models that it refers to in its `definitions`; circles stay references. */
export function flattenSchema(model: ModelRecord, models: readonly ModelRecord[]): string {
  const definitions = new Map<string, unknown>();
  const known = new Map(models.map(({ name, schema = '{}' }) => [name, schema]));
  const schema = read(model.schema);
  if (definitions.size === 0) return model.schema ?? '{}';
  const own = isObject(schema) && isObject(schema.definitions) ? schema.definitions : {};
  const whole = isObject(schema) ? { ...schema, definitions: { ...own, ...Object.fromEntries(definitions) } } : schema;
  return JSON.stringify(whole, undefined, 2);

  function read(text = '{}'): unknown {
    return JSON.parse(text, (key, value: unknown) => {
      const name = key === '$ref' && typeof value === 'string' ? reference.exec(value)?.[1] : undefined;
      if (name === undefined) return value;
      include(name);
      return `#/definitions/${name}`;
    });
  }

  function include(name: string): void {
    const text = known.get(name);
    if (text === undefined || definitions.has(name)) return;
    definitions.set(name, {});
    definitions.set(name, read(text));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
