import { createHash } from 'node:crypto';
import { sizeOf } from '../../../gateway/openapi/size.ts';
import { isStructure, type Structure, structureOf } from '../../../gateway/openapi/structure.ts';
import type { ModelRecord } from '../state.ts';
import type { Dialect } from './dialect.ts';
import { jsonText } from './json-text.ts';
import type { ReadContext } from './read-context.ts';
import { asText } from './read-values.ts';

/** Largest model, https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const schemaBytesMax = 400 * 1024;

const primitives: ReadonlyMap<unknown, string> = new Map([
  ['string', 'StringSchema'],
  ['integer', 'IntegerSchema'],
  ['number', 'NumberSchema'],
  ['boolean', 'BooleanSchema'],
]);

/** The models of a definition: those that have a name there, and those that methods describe in place. */
export class ModelReader {
  readonly #context: ReadContext;
  readonly #models = new Map<string, ModelRecord>();
  /** Names of schemas that methods describe in place: several content types share one. */
  readonly #inlined = new WeakMap<Structure, string>();

  constructor(context: ReadContext) {
    this.#context = context;
    for (const [name, schema] of Object.entries(context.dialect.models)) this.#add(name, schema);
  }

  get models(): ModelRecord[] {
    return [...this.#models.values()];
  }

  /** The name of the model that a body's schema stands for; undefined, with a warning, where it has none. */
  nameOf(schema: unknown, invalidFormat: string, where: string): string | undefined {
    const { findings, dialect } = this.#context;
    if (!isStructure(schema)) return undefined;
    if (schema.$ref !== undefined) {
      const name = modelNameOf(schema.$ref, dialect.modelPrefix);
      if (name !== undefined && this.#models.has(name)) return name;
      findings.warnings.push(`Reference to model '${name ?? asText(schema.$ref)}' not found. Ignoring.`, invalidFormat);
      return undefined;
    }
    const primitive = primitives.get(schema.type);
    if (primitive) {
      findings.warnings.push(`Unsupported model type '${primitive}' in ${where}. Ignoring.`);
      return undefined;
    }
    const known = this.#inlined.get(schema);
    if (known !== undefined) return known;
    const name = this.#inline(schema);
    this.#inlined.set(schema, name);
    return name;
  }

  /** A list of a model is named after it, anything else by what it is. */
  #inline(schema: Structure): string {
    const { dialect } = this.#context;
    const ofModel =
      schema.type === 'array' ? modelNameOf(structureOf(schema.items).$ref, dialect.modelPrefix) : undefined;
    const isPlainList = ofModel !== undefined && Object.keys(schema).length === 2;
    const name = isPlainList
      ? `ArrayOf${ofModel}`
      : `MODEL${createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 6)}`;
    if (!this.#models.has(name)) this.#add(name, schema);
    return name;
  }

  #add(name: string, schema: unknown): void {
    const problem = this.#problemOf(name, schema);
    if (problem !== undefined) {
      this.#context.findings.errors.push(`Unable to create model for '${name}': ${problem}`);
      return;
    }
    const text = jsonText(this.#stored(schema));
    const { description } = structureOf(schema);
    this.#models.set(name, {
      id: this.#context.ids.model(name),
      name,
      ...(typeof description === 'string' && { description }),
      schema: text,
      contentType: 'application/json',
    });
  }

  #problemOf(name: string, schema: unknown): string | undefined {
    if (!/^[a-zA-Z0-9]+$/.test(name)) return `Model name must be alphanumeric: ${name}`;
    if (!isStructure(schema)) return invalid('Invalid model schema specified');
    if (sizeOf(schema) > schemaBytesMax) return 'Model schema is too large';
    if (hasForeignReference(schema, this.#context.dialect)) return invalid('Model reference must be in canonical form');
    return undefined;
  }

  /** References lead to the API's own models, as everywhere in API Gateway. */
  #stored(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#stored(item));
    if (!isStructure(value)) return value;
    const { dialect, ids } = this.#context;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const name = key === '$ref' ? modelNameOf(member, dialect.modelPrefix) : undefined;
        return [key, name === undefined ? this.#stored(member) : modelUrl(ids.apiId, name)];
      }),
    );
  }
}

const invalid = (problem: string) => `Invalid model specified: Validation Result: warnings : [], errors : [${problem}]`;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html */
const modelUrl = (apiId: string, name: string) => `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;

const canonical = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([a-zA-Z0-9]+)$/;

function modelNameOf(reference: unknown, prefix: string): string | undefined {
  if (typeof reference !== 'string') return undefined;
  if (!reference.startsWith(prefix)) return canonical.exec(reference)?.[1];
  const name = reference.slice(prefix.length);
  return name.includes('/') ? undefined : name;
}

/** A reference to anything but a model that is there; properties may have the name `$ref`, then with a structure. */
function hasForeignReference(
  value: unknown,
  { modelPrefix, models }: Pick<Dialect, 'modelPrefix' | 'models'>,
): boolean {
  if (Array.isArray(value)) return value.some((item) => hasForeignReference(item, { modelPrefix, models }));
  if (!isStructure(value)) return false;
  return Object.entries(value).some(([key, member]) => {
    if (key !== '$ref' || typeof member !== 'string') return hasForeignReference(member, { modelPrefix, models });
    const name = modelNameOf(member, modelPrefix);
    return name === undefined || (member.startsWith(modelPrefix) && !Object.hasOwn(models, name));
  });
}
