import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type draft4 from 'ajv-draft-04';
import { withinDeadline } from '../../../kernel/deadline.ts';
import { isJsonObject, parseJson } from '../../../kernel/json.ts';
import { lazy } from '../../../kernel/lazy.ts';
import type { ModelRecord } from '../state.ts';

/** Its sixty files are loaded by the first model that judges a body: most clouds never have one. */
const validator = lazy(() => createRequire(import.meta.url)('ajv-draft-04') as typeof draft4);

/** How one model refers to another: `https://apigateway.amazonaws.com/restapis/{id}/models/{name}`. */
const reference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([^/]+)$/;

/** For a model and one body: what people write in earnest takes a thousandth of it. */
const deadlineMs = 1000;
/** Reading a model happens once, and makes code of it. */
const compileDeadlineMs = 3000;
/** Characters of a model times those of a body; below that, judging ends soon by itself. */
const workMax = 20_000_000;
/** What can take much longer than model and body are long. */
const costlyKeywords = /"(?:pattern|patternProperties|uniqueItems|anyOf|oneOf|allOf|not|dependencies)"/;
/** Of a larger body the first error is enough: it can have millions. */
const listedBodyMax = 64 * 1024;
const listedErrorsMax = 100;

/** A model that is no JSON schema, or refers to what is not there: bodies cannot be judged. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** Reads a model when it is first needed. @throws ModelError each time, for one that cannot be read */
type Compiled = () => ValidateFunction;

/** The models of one deployment, by which bodies are judged; compiled when a request first needs one. */
export class ModelValidators {
  readonly #models: ReadonlyMap<string, ModelRecord>;
  readonly #compiled = new Map<string, Compiled>();

  constructor(models: readonly ModelRecord[]) {
    this.#models = new Map(models.map((model) => [model.name, model]));
  }

  /**
   * What is wrong with a body by that model; undefined when nothing is. An empty body is an empty object.
   * @throws ModelError, and DeadlineExceeded for a body that cannot be judged in time
   */
  problemOf(modelName: string, body: string): string | undefined {
    const model = this.#models.get(modelName);
    if (!model) return undefined;
    const validate = this.#validatorOf(model, body.length <= listedBodyMax)();
    const value = parseJson(body.trim() === '' ? '{}' : body);
    if (value === undefined) return '[JSON is malformed]';
    const { schema = '' } = model;
    const isCostly = schema.length * body.length > workMax || costlyKeywords.test(schema) || schema.includes('"$ref"');
    try {
      if (isCostly ? withinDeadline(() => validate(value), deadlineMs) : validate(value)) return undefined;
    } catch (error) {
      // The stack: of a body, or of a model that is nothing but a reference to itself.
      if (error instanceof RangeError) return '[JSON is nested too deeply]';
      throw error;
    }
    return `[${(validate.errors ?? []).slice(0, listedErrorsMax).map(problemText).join(', ')}]`;
  }

  #validatorOf(model: ModelRecord, listsErrors: boolean): Compiled {
    const key = `${model.name} ${listsErrors}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const compiled = this.#compile(model, listsErrors);
    this.#compiled.set(key, compiled);
    return compiled;
  }

  #compile(root: ModelRecord, listsErrors: boolean): Compiled {
    try {
      const validate = withinDeadline(() => this.#validate(root, listsErrors), compileDeadlineMs);
      return () => validate;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return () => {
        throw new ModelError(`The model ${root.name} cannot be used: ${reason}`);
      };
    }
  }

  #validate(root: ModelRecord, listsErrors: boolean): ValidateFunction {
    const { default: Ajv } = validator();
    const ajv = new Ajv({
      strict: false,
      verbose: true,
      allErrors: listsErrors,
      // Copies of what is referred to would grow without bounds.
      inlineRefs: false,
      validateFormats: false,
      logger: false,
    });
    for (const model of this.#models.values()) {
      if (model.name !== root.name) ajv.addSchema(schemaOf(model), model.name);
    }
    return ajv.compile({ ...schemaOf(root), id: root.name });
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
