import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type draft4 from 'ajv-draft-04';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import { lazy } from '../../../kernel/lazy.ts';
import type { ModelRecord } from '../state.ts';

/** Its sixty files are loaded by the first model that judges a body: most clouds never have one. */
const validator = lazy(() => createRequire(import.meta.url)('ajv-draft-04') as typeof draft4);

/** How one model refers to another: `https://apigateway.amazonaws.com/restapis/{id}/models/{name}`. */
const reference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/;

/** The models of one deployment, by which bodies are judged; compiled when a request first needs one. */
export class ModelValidators {
  readonly #models: ReadonlyMap<string, ModelRecord>;
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(models: readonly ModelRecord[]) {
    this.#models = new Map(models.map((model) => [model.name, model]));
  }

  /** What is wrong with a body by that model; undefined when nothing is. An empty body is an empty object. */
  problemOf(modelName: string, body: string): string | undefined {
    const validate = this.#validatorOf(modelName);
    if (!validate) return undefined;
    const value = parseJson(body.trim() === '' ? '{}' : body);
    if (value === undefined) return '[JSON is malformed]';
    if (validate(value)) return undefined;
    return `[${(validate.errors ?? []).map(problemText).join(', ')}]`;
  }

  #validatorOf(name: string): ValidateFunction | undefined {
    const known = this.#compiled.get(name);
    if (known) return known;
    const root = this.#models.get(name);
    if (!root) return undefined;
    const { default: Ajv } = validator();
    const ajv = new Ajv({
      strict: false,
      verbose: true,
      allErrors: true,
      validateFormats: false,
      logger: false,
    });
    for (const model of this.#models.values()) {
      if (model.name !== name) ajv.addSchema(schemaOf(model), model.name);
    }
    const validate = ajv.compile({ ...schemaOf(root), id: name });
    this.#compiled.set(name, validate);
    return validate;
  }
}

/** With references by the other models' names alone, whatever API they name. */
function schemaOf({ schema = '{}' }: ModelRecord): Record<string, unknown> {
  const value = withLocalReferences(parseJson(schema));
  if (!isJsonObject(value)) return {};
  const { id: _, $schema: __, ...rest } = value;
  return rest;
}

function withLocalReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withLocalReferences);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = key === '$ref' && typeof member === 'string' ? reference.exec(member)?.[1] : undefined;
      return [key, name ?? withLocalReferences(member)];
    }),
  );
}

/** In the words of the validator that AWS uses, for the errors that are met most. */
function problemText({ keyword, params, message, schema, data }: ErrorObject): string {
  switch (keyword) {
    case 'required':
      return `object has missing required properties ([${JSON.stringify(params.missingProperty)}])`;
    case 'type':
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: [${JSON.stringify(schema)}])`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: [${JSON.stringify(params.additionalProperty)}]`;
    default:
      return message ?? keyword;
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
